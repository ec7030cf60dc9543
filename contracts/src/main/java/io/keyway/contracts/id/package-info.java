/** Typed ids: a prefix that names the type, and a unique part that sorts by time. */
@NullMarked
package io.keyway.contracts.id;

import org.jspecify.annotations.NullMarked;
