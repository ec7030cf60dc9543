package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.event.CatalogEvent.ProductState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.access.NotSold;
import java.time.Instant;
import java.util.Optional;

/** Whether a policy can be ordered, and what it costs: decided without a store and a clock. */
sealed interface Pricing {

    /**
     * @param unitPrice list price of one
     * @param amount of all, less the buyer's discount
     */
    record Priced(Money unitPrice, Money amount) implements Pricing {}

    record NotInPortfolio(NotSold why) implements Pricing {}

    /** More than a grant along the path allows to be issued at all. */
    record AboveMaximum(long max) implements Pricing {
        String reason() {
            return "At most %d licenses of it may be sold.".formatted(max);
        }
    }

    /**
     * @param field of the line, which is at fault
     */
    record Unpriced(AccessRule rule, String field, String message) implements Pricing {}

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
            // The discount is rounded once.
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
