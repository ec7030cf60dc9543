/**
 * Credits: what a payer may pay its statements with, a one-off grant or what it has paid in
 * advance. A draft shows what would be drawn; closing a statement reserves it first, so that no
 * credit pays more than its amount.
 */
@NullMarked
package io.keyway.usage.credits;

import org.jspecify.annotations.NullMarked;
