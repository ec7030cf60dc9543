/**
 * What a quantity costs. Rates are values and rating is a pure function: no floating point, exact
 * amounts, one rounding per line (HALF_UP to the currency's exponent).
 */
@NullMarked
package io.keyway.contracts.rating;

import org.jspecify.annotations.NullMarked;
