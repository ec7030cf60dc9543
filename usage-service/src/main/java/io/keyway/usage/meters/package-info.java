/**
 * The meters of a vendor, visible to all its partners. What a meter counts never changes; how it is
 * shown, and whether it counts any further, does.
 */
@NullMarked
package io.keyway.usage.meters;

import org.jspecify.annotations.NullMarked;
