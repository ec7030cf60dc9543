/**
 * What a quantity would cost, asked before anybody agrees to it. The rules are those of the
 * contracts.
 */
@NullMarked
package io.keyway.usage.rating;

import org.jspecify.annotations.NullMarked;
