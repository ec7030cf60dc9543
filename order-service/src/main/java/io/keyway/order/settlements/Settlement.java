package io.keyway.order.settlements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.store.Aggregate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a partner pays its parent for licenses that it has issued. Prices and discount are those of
 * the check-out, whatever becomes of the catalog later.
 *
 * @param path from the vendor down to the payer: they see it, and those alone
 * @param lines none in one whose check-out was given up
 * @param discountPercent off each price
 * @param reference of the payment, as whoever confirmed it has noted
 * @param endedAt when it was paid or cancelled
 */
record Settlement(
        SettlementId id,
        List<PartnerId> path,
        PartnerId payerId,
        PartnerId payeeId,
        Status status,
        List<SettlementLine> lines,
        BigDecimal discountPercent,
        Money total,
        @Nullable String reference,
        Instant createdAt,
        @Nullable Instant endedAt)
        implements Aggregate {

    enum Status {
        /** Checked out: its licenses are in no other settlement. */
        @JsonProperty("open")
        OPEN,
        /** The payment was confirmed. */
        @JsonProperty("paid")
        PAID,
        /** Its licenses can be settled again. */
        @JsonProperty("cancelled")
        CANCELLED
    }

    static Settlement open(SettlementId id, PartnerState payer, Quote.Quoted quoted, Instant now) {
        return new Settlement(
                id,
                payer.path(),
                payer.id(),
                payeeOf(payer),
                Status.OPEN,
                quoted.lines(),
                payer.discountPercent(),
                quoted.total(),
                null,
                now,
                null);
    }

    /**
     * Stands in the place of a settlement whose check-out never came to an end: whoever still works
     * on that check-out finds its id taken, and so cannot open it any more.
     */
    static Settlement givenUp(SettlementId id, PartnerState payer, Instant now) {
        return new Settlement(
                id,
                payer.path(),
                payer.id(),
                payeeOf(payer),
                Status.CANCELLED,
                List.of(),
                payer.discountPercent(),
                Money.zero(payer.currency()),
                null,
                now,
                now);
    }

    private static PartnerId payeeOf(PartnerState payer) {
        return Objects.requireNonNull(payer.parentId());
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    /**
     * The payment has arrived.
     *
     * @return empty if it was cancelled
     */
    Optional<Settlement> paid(@Nullable String paymentReference, Instant now) {
        return switch (status) {
            case OPEN -> Optional.of(ended(Status.PAID, paymentReference, now));
            case PAID -> Optional.of(this);
            case CANCELLED -> Optional.empty();
        };
    }

    /**
     * @return empty if it was paid
     */
    Optional<Settlement> cancelled(Instant now) {
        return switch (status) {
            case OPEN -> Optional.of(ended(Status.CANCELLED, null, now));
            case CANCELLED -> Optional.of(this);
            case PAID -> Optional.empty();
        };
    }

    private Settlement ended(Status next, @Nullable String paymentReference, Instant now) {
        return new Settlement(
                id,
                path,
                payerId,
                payeeId,
                next,
                lines,
                discountPercent,
                total,
                paymentReference,
                createdAt,
                now);
    }

    /** When it became so; absent if it did not. */
    @Nullable Instant endedAs(Status as) {
        return status == as ? endedAt : null;
    }

    List<LicenseId> licenseIds() {
        return lines.stream().map(SettlementLine::licenseId).toList();
    }

    /** What the bus is told when it is paid. */
    SettlementPaid toEvent() {
        return new SettlementPaid(
                id, payerId, payeeId, licenseIds(), total, Objects.requireNonNull(endedAt));
    }
}
