/**
 * Statements: what a partner owes its parent for a month, from its orders and the usage of its
 * branch, rated by its plan; and what a customer with a plan owes its partner, from its own usage.
 * Computed when asked for until the month is closed; then stored with the position of the usage
 * log. Later usage becomes an adjustment of a later month.
 */
@NullMarked
package io.keyway.usage.statements;

import org.jspecify.annotations.NullMarked;
