/**
 * Check-out: the state of a license or machine as a signed file that a product verifies offline.
 */
@NullMarked
package io.keyway.license.checkout;

import org.jspecify.annotations.NullMarked;
