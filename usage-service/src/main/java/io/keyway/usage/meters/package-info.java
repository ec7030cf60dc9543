/** The meters of a vendor: defined once, never changed, visible to all its partners. */
@NullMarked
package io.keyway.usage.meters;

import org.jspecify.annotations.NullMarked;
