/**
 * Authenticates the caller and checks role and permission. Start reading at {@link
 * io.keyway.gateway.access.AccessFilter}.
 */
@NullMarked
package io.keyway.gateway.access;

import org.jspecify.annotations.NullMarked;
