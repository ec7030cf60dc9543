/**
 * What a partner owes its parent for a month: what it ordered, and what its branch used, rated by
 * its plan. Computed live until the month is closed; then kept as it was, with the position of the
 * log that it includes. What comes later is an adjustment of a later month, never a change of this
 * one.
 */
@NullMarked
package io.keyway.usage.statements;

import org.jspecify.annotations.NullMarked;
