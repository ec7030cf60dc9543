package io.keyway.order.settlements;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.order.network.OwedLicense.Bill;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What licenses cost their issuer: decided without store and clock. */
sealed interface Quote {

    /** The licenses with their prices. */
    record Quoted(List<SettlementLine> lines, Money total) implements Quote {}

    /**
     * The licenses are priced in more than one currency.
     *
     * @param at index of the first license with another currency than those before it
     * @param currency the currency of those before it
     */
    record SeveralCurrencies(int at, String currency) implements Quote {}

    /** The total is larger than an amount can be. */
    record TooLarge() implements Quote {}

    /** Names of products and policies by id; an unknown one is called by its id. */
    record CatalogNames(Map<ProductId, String> products, Map<PolicyId, String> policies) {

        String product(ProductId id) {
            return products.getOrDefault(id, id.value());
        }

        String policy(PolicyId id) {
            return policies.getOrDefault(id, id.value());
        }
    }

    /** Prices the bills. A license that costs nothing fits every currency. */
    static Quote of(PartnerState payer, List<Bill> bills, CatalogNames names) {
        String currency =
                bills.stream()
                        .map(Bill::price)
                        .filter(Objects::nonNull)
                        .map(Money::currency)
                        .findFirst()
                        .orElse(payer.currency());
        Money total = Money.zero(currency);
        List<SettlementLine> lines = new ArrayList<>(bills.size());
        for (int i = 0; i < bills.size(); i++) {
            Bill bill = bills.get(i);
            Money price = bill.price() == null ? Money.zero(currency) : bill.price();
            if (!price.currency().equals(currency)) {
                return new SeveralCurrencies(i, currency);
            }
            SettlementLine line = line(bill, price, payer.discountPercent(), names);
            try {
                total = total.plus(line.amount());
            } catch (ArithmeticException beyond) {
                return new TooLarge();
            }
            lines.add(line);
        }
        return new Quoted(lines, total);
    }

    /** The discount is rounded once per line. */
    private static SettlementLine line(
            Bill bill, Money price, BigDecimal discountPercent, CatalogNames names) {
        return new SettlementLine(
                bill.licenseId(),
                bill.productId(),
                names.product(bill.productId()),
                bill.policyId(),
                names.policy(bill.policyId()),
                price,
                price.minus(price.percent(discountPercent)));
    }
}
