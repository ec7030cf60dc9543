package io.keyway.order.settlements;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.order.settlements.Owed.Bill;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What licenses cost their issuer: decided without a store and a clock. */
sealed interface Quote {

    record Quoted(List<SettlementLine> lines, Money total) implements Quote {}

    /**
     * @param at place of the first license that is priced in another currency than those before it
     * @param currency of those before it
     */
    record SeveralCurrencies(int at, String currency) implements Quote {}

    /** The total is beyond what an amount can hold. */
    record TooLarge() implements Quote {}

    /** Names by id; what has none is called by its id. */
    record Names(Map<ProductId, String> products, Map<PolicyId, String> policies) {

        String product(ProductId id) {
            return products.getOrDefault(id, id.value());
        }

        String policy(PolicyId id) {
            return policies.getOrDefault(id, id.value());
        }
    }

    /** What costs nothing fits every currency. */
    static Quote of(PartnerState payer, List<Bill> bills, Names names) {
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
            Bill bill, Money price, BigDecimal discountPercent, Names names) {
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
