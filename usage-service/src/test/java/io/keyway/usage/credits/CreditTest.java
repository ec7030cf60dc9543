package io.keyway.usage.credits;

import static io.keyway.usage.credits.Given.JAN;
import static io.keyway.usage.credits.Given.PAYER;
import static io.keyway.usage.credits.Given.VENDOR;
import static io.keyway.usage.credits.Given.eur;
import static io.keyway.usage.credits.Given.grant;
import static io.keyway.usage.credits.Given.prepaid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is reserved, drawn and left of a credit. */
class CreditTest {

    private static final YearMonth FEB = JAN.plusMonths(1);
    private static final StatementId IN_JAN = StatementIds.of(PAYER, JAN);
    private static final StatementId IN_FEB = StatementIds.of(PAYER, FEB);

    @Test
    void whatIsReservedForOneStatementIsNotLeftForAnother() {
        Credit reserved = grant(100).reserve(IN_JAN, JAN, 60, false).orElseThrow();

        assertThat(reserved.available(IN_FEB)).isEqualTo(40);
        assertThat(reserved.available(IN_JAN)).isEqualTo(100);
        assertThat(reserved.reserve(IN_FEB, FEB, 41, false)).isEmpty();
        assertThat(reserved.reserve(IN_FEB, FEB, 40, false)).isPresent();
    }

    /** A slow closer may still store the statement with the most that was reserved. */
    @Test
    void aReservationOnlyGrowsUntilItsStatementIsStored() {
        Credit reserved = grant(100).reserve(IN_JAN, JAN, 60, false).orElseThrow();

        Credit again = reserved.reserve(IN_JAN, JAN, 20, false).orElseThrow();

        assertThat(again.available(IN_FEB)).isEqualTo(40);
        assertThat(again.reserve(IN_JAN, JAN, 80, false).orElseThrow().available(IN_FEB))
                .isEqualTo(20);
    }

    @Test
    void theStoredStatementSaysWhatWasDrawn() {
        Credit credit = grant(100);
        Credit reserved = credit.reserve(IN_JAN, JAN, 60, false).orElseThrow();

        Credit less = reserved.told(Map.of(IN_JAN, List.of(drawn(credit, 20))));
        Credit nothing = reserved.told(Map.of(IN_JAN, List.of()));

        assertThat(less.available(IN_FEB)).isEqualTo(80);
        assertThat(less.draws()).containsExactly(new Credit.Draw(IN_JAN, JAN, 20, true));
        assertThat(less.told(Map.of(IN_JAN, List.of()))).isEqualTo(less);
        assertThat(nothing.draws()).isEmpty();
        assertThat(reserved.told(Map.of(IN_FEB, List.of()))).isEqualTo(reserved);
    }

    @Test
    void itIsLookedAtAsLongAsSomethingCanComeOfIt() {
        Credit credit = grant(100);
        Credit reserved = credit.reserve(IN_JAN, JAN, 100, false).orElseThrow();

        assertThat(credit.openUntil()).isEqualTo("2026-12");
        assertThat(reserved.openUntil()).isEqualTo(Credit.UNSETTLED);
        assertThat(reserved.told(Map.of(IN_JAN, List.of(drawn(credit, 100)))).openUntil()).isNull();
        assertThat(reserved.told(Map.of(IN_JAN, List.of())).openUntil()).isEqualTo("2026-12");
        assertThat(ended(credit).openUntil()).isNull();
        assertThat(prepaid(100).openUntil()).isEqualTo(Credit.UNSETTLED);
    }

    @Test
    void whatIsNotDrawnOfAVoidedOneIsGone() {
        Credit reserved = ended(grant(100).reserve(IN_JAN, JAN, 60, false).orElseThrow());

        assertThat(reserved.available(IN_JAN)).isZero();
        assertThat(reserved.reserve(IN_JAN, JAN, 1, false)).isEmpty();
        Credit stored = reserved.told(Map.of(IN_JAN, List.of(drawn(reserved, 60))));
        assertThat(stored.drawn()).isEqualTo(60);
    }

    @Test
    void aPriceGoesOnToTheNextMonthIfAClosedStatementLacksIt() {
        Credit credit = prepaid(100);

        Credit missed = credit.told(Map.of(IN_JAN, List.of()));

        assertThat(credit.bills(JAN)).isTrue();
        assertThat(missed.bills(JAN)).isFalse();
        assertThat(missed.bills(FEB)).isTrue();
        Credit billed =
                missed.told(
                        Map.of(
                                IN_FEB,
                                List.of(
                                        CreditLines.prepaid(
                                                FEB, credit.id(), "Welcome", eur(100)))));
        assertThat(billed.bills(FEB)).isFalse();
        assertThat(billed.bills(FEB.plusMonths(1))).isFalse();
        assertThat(billed.openUntil()).isEqualTo("2026-12");
    }

    @Test
    void aVoidedOneCostsNothingUnlessSomethingWasDrawn() {
        assertThat(ended(prepaid(100)).bills(JAN)).isFalse();
        assertThat(ended(prepaid(100)).reserve(IN_JAN, JAN, 0, true)).isEmpty();

        Credit drawnInFeb = prepaid(100).reserve(IN_FEB, FEB, 10, false).orElseThrow();

        assertThat(ended(drawnInFeb).bills(JAN)).isTrue();
    }

    /** A closer has reserved before it was voided: only the stored statement says what it did. */
    @Test
    void aVoidedOneMayStillBeBilledByASlowCloser() {
        Credit reserved = ended(prepaid(100).reserve(IN_JAN, JAN, 10, true).orElseThrow());
        Line price = CreditLines.prepaid(JAN, reserved.id(), "Welcome", eur(100));

        assertThat(reserved.bills(JAN)).as("by those who begin now").isFalse();
        Credit stored = reserved.told(Map.of(IN_JAN, List.of(price, drawn(reserved, 10))));
        assertThat(stored.drawn()).isEqualTo(10);
        assertThat(stored.awaited()).isEmpty();
        Credit stoppedOrSlower = reserved.told(Map.of(IN_JAN, List.of()));
        assertThat(stoppedOrSlower.drawn()).isZero();
        assertThat(stoppedOrSlower.bills(FEB)).isFalse();
        assertThat(stoppedOrSlower.openUntil()).isNull();
    }

    @Test
    void theGiverAndThoseAboveMayVoidIt() {
        Credit credit = grant(1);

        assertThat(credit.mayBeVoidedBy(VENDOR)).isTrue();
        assertThat(credit.mayBeVoidedBy(PAYER)).isFalse();
        assertThat(credit.mayBeVoidedBy(PartnerId.next())).isFalse();
    }

    private static Credit ended(Credit credit) {
        return credit.voided(new Credit.Voided(null, Instant.EPOCH, "Mistaken"));
    }

    private static Line drawn(Credit credit, long cents) {
        return CreditLines.drawn(JAN, credit.id(), "Welcome", eur(cents));
    }
}
