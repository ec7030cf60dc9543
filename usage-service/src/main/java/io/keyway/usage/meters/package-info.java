/** The meters of a vendor: defined once, seen by its whole tree, never changed. */
@NullMarked
package io.keyway.usage.meters;

import org.jspecify.annotations.NullMarked;
