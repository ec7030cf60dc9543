/**
 * Check-out: a signed snapshot of a license or a machine, as a file that a product verifies without
 * asking anybody, for as long as the file says.
 */
@NullMarked
package io.keyway.license.checkout;

import org.jspecify.annotations.NullMarked;
