/**
 * Grants over HTTP: reading and replacing what a partner was granted, and listing what it may sell.
 * The rules and the store of grants are in {@code portfolio}, because creating a partner needs them
 * too.
 */
@NullMarked
package io.keyway.partner.grants;

import org.jspecify.annotations.NullMarked;
