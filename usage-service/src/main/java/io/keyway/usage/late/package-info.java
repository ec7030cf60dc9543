/**
 * Events that came too late to count by themselves: how late a vendor's events may be, and those
 * beyond, which are kept for a while so that they can be taken in by hand.
 */
@NullMarked
package io.keyway.usage.late;

import org.jspecify.annotations.NullMarked;
