package io.keyway.order.settlements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.event.BillingEvent.SettlementPaid;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.SettlementId;
import io.keyway.order.settlements.Settlement.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a settlement, and of the claims on its licenses. */
class SettlementTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final PartnerId vendor = PartnerId.next();
    private final PartnerId distributor = PartnerId.next();
    private final PartnerId reseller = PartnerId.next();
    private final PartnerState payer = QuoteTest.payer("12.5", vendor, distributor, reseller);
    private final LicenseId license = LicenseId.next();
    private final Settlement open =
            Settlement.open(
                    SettlementId.next(),
                    payer,
                    new Quote.Quoted(
                            List.of(
                                    new SettlementLine(
                                            license,
                                            ProductId.next(),
                                            "CAD",
                                            PolicyId.next(),
                                            "Year",
                                            new Money(4999, "EUR"),
                                            new Money(4374, "EUR"))),
                            new Money(4374, "EUR")),
                    NOW);

    @Test
    void isOwedToTheParentAndSeenFromThePayerUp() {
        assertThat(open.status()).isEqualTo(Status.OPEN);
        assertThat(open.payeeId()).isEqualTo(distributor);
        assertThat(open.scope()).containsExactly(vendor, distributor, reseller);
    }

    @Test
    void isPaidOnceAndPublishesPaidLicenses() {
        Settlement paid = open.paid("B-17", NOW.plusSeconds(5)).orElseThrow();
        assertThat(paid.status()).isEqualTo(Status.PAID);
        assertThat(paid.reference()).isEqualTo("B-17");
        assertThat(paid.toEvent())
                .isEqualTo(
                        new SettlementPaid(
                                open.id(),
                                reseller,
                                distributor,
                                List.of(license),
                                new Money(4374, "EUR"),
                                NOW.plusSeconds(5)));
        assertThat(paid.paid("another", NOW.plusSeconds(9))).contains(paid);
        assertThat(paid.cancelled(NOW)).isEmpty();
    }

    @Test
    void aCancelledSettlementIsNotPaid() {
        Settlement cancelled = open.cancelled(NOW.plusSeconds(5)).orElseThrow();
        assertThat(cancelled.endedAs(Status.CANCELLED)).isEqualTo(NOW.plusSeconds(5));
        assertThat(cancelled.endedAs(Status.PAID)).isNull();
        assertThat(cancelled.cancelled(NOW.plusSeconds(9))).contains(cancelled);
        assertThat(cancelled.paid(null, NOW)).isEmpty();
    }

    @Test
    void aClaimHoldsWhileItsSettlementIsOpenOrPaid() {
        LicenseClaim claim = new LicenseClaim(open.id(), NOW);
        Instant later = NOW.plus(Duration.ofDays(1));
        assertThat(claim.state(open, later, MINUTE)).isEqualTo(LicenseClaim.State.HELD);
        assertThat(claim.state(open.paid(null, NOW).orElseThrow(), later, MINUTE))
                .isEqualTo(LicenseClaim.State.HELD);
        assertThat(claim.state(open.cancelled(NOW).orElseThrow(), NOW, MINUTE))
                .isEqualTo(LicenseClaim.State.RELEASED);
        assertThat(claim.state(Settlement.abandoned(open.id(), payer, NOW), later, MINUTE))
                .isEqualTo(LicenseClaim.State.RELEASED);
    }

    @Test
    void aClaimWithoutASettlementHoldsForAsLongAsACheckOutMayTake() {
        LicenseClaim claim = new LicenseClaim(open.id(), NOW);
        assertThat(claim.state(null, NOW.plus(MINUTE).minusMillis(1), MINUTE))
                .isEqualTo(LicenseClaim.State.HELD);
        assertThat(claim.state(null, NOW.plus(MINUTE), MINUTE))
                .isEqualTo(LicenseClaim.State.ABANDONED);
    }
}
