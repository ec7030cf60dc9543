/**
 * A partner pays its parent for the licenses that it has issued from its portfolio.
 *
 * <p>What it owes is a copy of what license-service tells ({@link OwedLicenses}). A check-out fixes
 * prices and discount in a {@link Settlement}; the parent confirms the payment, and the event of
 * that makes license-service mark the licenses as paid. No license is in two settlements that are
 * open or paid: before a settlement is written it claims each of its licenses ({@link Claims}).
 */
@NullMarked
package io.keyway.order.settlements;

import org.jspecify.annotations.NullMarked;
