/** Previews what a quantity would cost. The rating rules are in {@code contracts}. */
@NullMarked
package io.keyway.usage.rating;

import org.jspecify.annotations.NullMarked;
