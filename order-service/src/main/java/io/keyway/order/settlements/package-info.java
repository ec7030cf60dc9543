/**
 * Settlements: a partner pays its parent for the licenses that it has issued from its portfolio.
 *
 * <p>What a partner owes is a replica of license-service's state ({@link
 * io.keyway.order.network.OwedLicenses}). A check-out fixes prices and discount in a settlement.
 * The parent confirms the payment, and that event makes license-service mark the licenses as paid.
 * No license is in two open or paid settlements: a check-out claims each of its licenses before it
 * writes the settlement ({@code LicenseClaims}).
 */
@NullMarked
package io.keyway.order.settlements;

import org.jspecify.annotations.NullMarked;
