/**
 * The lines of a statement: computed from usage, orders and a plan without store and clock, so that
 * the same facts give the same amounts, to the cent.
 */
@NullMarked
package io.keyway.usage.lines;

import org.jspecify.annotations.NullMarked;
