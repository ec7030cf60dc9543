package io.keyway.order.pricing;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.access.NotSold;
import java.time.Instant;
import java.util.Optional;

/** Whether a policy can be ordered, and what it costs: decided without store and clock. */
public sealed interface Pricing {

    /**
     * It can be ordered.
     *
     * @param unitPrice list price of one license
     * @param amount price of the quantity, less the buyer's discount
     */
    record Priced(Money unitPrice, Money amount) implements Pricing {}

    /** The buyer may not sell it. */
    record NotInPortfolio(NotSold why) implements Pricing {}

    /**
     * The quantity is more than a grant on the buyer's path allows in all.
     *
     * @param max licenses that the grant allows
     */
    record AboveMaximum(long max) implements Pricing {
        public String reason() {
            return "At most %d licenses of it may be sold.".formatted(max);
        }
    }

    /**
     * It has no price that the buyer can pay.
     *
     * @param field field of the line that is at fault
     */
    record Unpriced(AccessRule rule, String field, String message) implements Pricing {}

    /**
     * Prices a quantity of a policy for a buyer. The discount is rounded once, for the whole line.
     */
    static Pricing of(
            PartnerState buyer,
            ProductState product,
            PolicyState policy,
            long quantity,
            Portfolio portfolio,
            Instant now) {
        Optional<NotSold> notSold =
                NotSold.withdrawn(product.status(), policy.status())
                        .or(() -> NotSold.notGranted(portfolio, product.id(), policy.id(), now));
        if (notSold.isPresent()) {
            return new NotInPortfolio(notSold.get());
        }
        Long max =
                portfolio
                        .terms(product.id(), policy.id(), now)
                        .map(Portfolio.Terms::licensesMax)
                        .orElse(null);
        if (max != null && quantity > max) {
            return new AboveMaximum(max);
        }
        Money price = policy.price();
        if (price == null) {
            return new Unpriced(
                    AccessRule.NO_PRICE, "policyId", "has no price: it cannot be ordered");
        }
        if (!price.currency().equals(buyer.currency())) {
            return new Unpriced(
                    AccessRule.FOREIGN_CURRENCY, "policyId", "is not sold in " + buyer.currency());
        }
        try {
            Money list = price.times(quantity);
            return new Priced(price, list.minus(list.percent(buyer.discountPercent())));
        } catch (ArithmeticException tooLarge) {
            return new Unpriced(
                    AccessRule.AMOUNT_TOO_LARGE,
                    "quantity",
                    "comes to more than an amount can hold");
        }
    }
}
