package io.keyway.usage.statements;

import io.keyway.contracts.Days;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.TermsSpan;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Payer;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of some payers for a month are computed from.
 *
 * @param closed statements of the period and of the ones before it that it adjusts
 * @param plans the plans of the payers
 * @param orders by payer and month
 * @param quantities by payer, meter, part of its usage, and days
 * @param pastTail payers whose usage a fold has moved past the position: their quantities are
 *     missing
 * @param offsets the position, by partition id
 */
record Facts(
        Map<StatementId, Statement> closed,
        Map<PlanId, PlanState> plans,
        Map<Ordered, List<OrderState>> orders,
        Map<Metered, BigDecimal> quantities,
        Set<Id> pastTail,
        Map<String, Long> offsets) {

    record Ordered(PartnerId payer, YearMonth month) {}

    /**
     * @param payer {@link Payer#key}
     */
    record Metered(Id payer, String meter, UsagePart part, Days days) {}

    @Nullable Statement closed(Payer payer, YearMonth month) {
        return closed.get(Statement.id(payer.key(), month));
    }

    /** What rates the payer's usage in the month. */
    List<TermsSpan> spans(Payer payer, YearMonth month) {
        return TermsSpan.of(payer.plansIn(month), plans);
    }

    /** An order is owed by the partner that placed it, and by no customer. */
    List<OrderState> orders(Payer payer, YearMonth month) {
        return switch (payer) {
            case KnownPartner known ->
                    orders.getOrDefault(new Ordered(known.id(), month), List.of());
            case CustomerEdge _ -> List.of();
        };
    }

    BigDecimal quantity(Payer payer, String meter, UsagePart part, Days days) {
        Metered key = new Metered(payer.key(), meter, part, days);
        return Objects.requireNonNull(quantities.get(key), () -> key + " was not read");
    }
}
