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
 * What a partner pays its parent for licenses that it has issued. Prices and discount are fixed at
 * check-out; later changes of the catalog do not matter.
 *
 * @param path from the vendor down to the payer, the partners that see the settlement
 * @param payeeId the payer's parent
 * @param lines empty if the check-out was abandoned
 * @param discountPercent the payer's discount off each price, in percent
 * @param reference of the payment, as entered when it was confirmed
 * @param endedAt when it was paid or cancelled; absent while it is open
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
        /** Checked out and not paid; its licenses are in no other settlement. */
        @JsonProperty("open")
        OPEN,
        /** The payee has confirmed the payment. */
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
     * A cancelled settlement under the id of one whose check-out died before writing it. If that
     * process was only slow, it finds the id taken and cannot open the settlement any more.
     */
    static Settlement abandoned(SettlementId id, PartnerState payer, Instant now) {
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
     * The settlement as paid.
     *
     * @return empty if it was cancelled
     */
    Optional<Settlement> paid(@Nullable String paymentReference, Instant now) {
        return switch (status) {
            case OPEN -> Optional.of(closed(Status.PAID, paymentReference, now));
            case PAID -> Optional.of(this);
            case CANCELLED -> Optional.empty();
        };
    }

    /**
     * The settlement as cancelled.
     *
     * @return empty if it was paid
     */
    Optional<Settlement> cancelled(Instant now) {
        return switch (status) {
            case OPEN -> Optional.of(closed(Status.CANCELLED, null, now));
            case CANCELLED -> Optional.of(this);
            case PAID -> Optional.empty();
        };
    }

    private Settlement closed(Status next, @Nullable String paymentReference, Instant now) {
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

    /** When it got this final status; null if it has another one. */
    @Nullable Instant endedAs(Status as) {
        return status == as ? endedAt : null;
    }

    List<LicenseId> licenseIds() {
        return lines.stream().map(SettlementLine::licenseId).toList();
    }

    /** The event that is published when it is paid. */
    SettlementPaid toEvent() {
        return new SettlementPaid(
                id, payerId, payeeId, licenseIds(), total, Objects.requireNonNull(endedAt));
    }
}
