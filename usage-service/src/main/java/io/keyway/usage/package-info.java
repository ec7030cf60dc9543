/** Meters, events, usage, balances, rating, statements. */
@NullMarked
package io.keyway.usage;

import org.jspecify.annotations.NullMarked;
