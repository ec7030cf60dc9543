/**
 * Credit notes: what the payee takes off a line of a closed statement. A note is in exactly one
 * later statement of the payer, with the commission that it reverses.
 */
@NullMarked
package io.keyway.usage.creditnotes;

import org.jspecify.annotations.NullMarked;
