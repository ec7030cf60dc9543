/**
 * What a quantity costs. Rates are values, rating is a pure function: no floating point, exact
 * amounts inside, one rounding per line (HALF_UP to the currency's exponent).
 */
@NullMarked
package io.keyway.contracts.rating;

import org.jspecify.annotations.NullMarked;
