package io.keyway.usage.network;

import io.keyway.contracts.Dated;
import io.keyway.contracts.Days;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who owes by statements: a partner to its parent, or a customer to a partner. */
public sealed interface Payer permits KnownPartner, CustomerEdge {

    /** The ids of its statements are derived from it. */
    Id key();

    PayerId id();

    /** Null for a vendor, which owes nobody. */
    @Nullable PartnerId payeeId();

    /** The partners that see its statements, from the vendor down. */
    List<PartnerId> path();

    /** The customer that sees its statements too. */
    @Nullable CustomerId customerId();

    /** Its plan by date. */
    List<PlanPeriod> plans();

    /** Its plans on the days of the month. */
    default List<Dated.Span<PlanPeriod>> plansIn(YearMonth month) {
        return Dated.spans(plans(), Days.of(month));
    }

    /** What it earns on orders and usage, in percent; null for nothing. */
    @Nullable BigDecimal commissionPercent();

    /** Whether there was a payer to owe a fee at any time in the range, {@code to} exclusive. */
    boolean existed(Instant from, Instant to);
}
