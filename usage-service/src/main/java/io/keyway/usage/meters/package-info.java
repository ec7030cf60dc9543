/**
 * The meters of a vendor, visible to all its partners. Which events a meter counts, and how, never
 * changes; what it reads from further events, how it is shown, and whether it counts any further,
 * does.
 */
@NullMarked
package io.keyway.usage.meters;

import org.jspecify.annotations.NullMarked;
