package io.keyway.usage.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Days;
import io.keyway.contracts.Money;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.StatementId;
import io.keyway.contracts.rating.Rate;
import io.keyway.usage.Branch;
import io.keyway.usage.TestSettings;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.credits.NoCredits;
import io.keyway.usage.metering.UsagePart;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Payer;
import io.keyway.usage.statements.Facts.Metered;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two payers are computed together; a fold moves the usage of one of them past the position. */
class ComputeStatementTest {

    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final UsageProperties SETTINGS = TestSettings.adjusting(3);

    private final PartnerId vendor = Branch.partnerSince(Instant.parse("2026-01-01T00:00:00Z"));
    private final PlanId plan = PlanId.next();
    private final KnownPartner calm = payer();
    private final KnownPartner moved = payer();
    private final Reads reads = new Reads();
    private final ComputeStatement compute =
            new ComputeStatement(reads, null, new NoCredits(), SETTINGS);

    @Test
    void payersWhoseUsageStaysAreOfOnePosition() {
        reads.next(facts(Set.of(), 1, calm, moved));

        assertThat(statements()).containsExactly("1 at 1", "1 at 1");
    }

    @Test
    void thePayerWhoseUsageWasMovedIsReadAgainAlone() {
        reads.next(facts(Set.of(moved.key()), 1, calm));
        reads.next(facts(Set.of(), 2, moved));

        assertThat(statements()).containsExactly("1 at 1", "2 at 2");
        assertThat(reads.of).containsExactly(List.of(calm, moved), List.of(moved));
    }

    @Test
    void itsUsageIsReadFromJournalsWhenItWasMovedAgain() {
        reads.next(facts(Set.of(moved.key()), 1, calm));
        reads.next(facts(Set.of(moved.key()), 2));
        reads.fromJournals = facts(Set.of(), 3, moved);

        assertThat(statements()).containsExactly("1 at 1", "3 at 3");
    }

    /** Another process has closed it between the two reads. */
    @Test
    void aStatementThatIsFoundClosedWhenReadAgainStays() {
        reads.next(facts(Set.of(moved.key()), 1, calm));
        Statement closed =
                Statement.draft(
                                moved,
                                vendor,
                                MARCH,
                                "EUR",
                                List.of(),
                                null,
                                List.of(),
                                Map.of("topic:0", 9L))
                        .closed(Instant.now());
        reads.next(
                new Facts(
                        Map.of(closed.id(), closed),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Set.of(),
                        Map.of()));

        assertThat(compute.of(List.of(calm, moved), MARCH)).endsWith(closed);
    }

    /** Quantity and position of each. */
    private List<String> statements() {
        return compute.of(List.of(calm, moved), MARCH).stream()
                .map(
                        statement ->
                                statement.lines().getLast().quantity()
                                        + " at "
                                        + statement.offsets().get("topic:0"))
                .toList();
    }

    private Facts facts(Set<Id> pastTail, long position, KnownPartner... read) {
        Map<Metered, BigDecimal> quantities = new HashMap<>();
        for (KnownPartner payer : read) {
            quantities.put(
                    new Metered(payer.key(), "calls", UsagePart.ALL, Days.of(MARCH)),
                    BigDecimal.valueOf(position));
        }
        PlanState terms =
                new PlanState(
                        plan,
                        vendor,
                        List.of(vendor),
                        "Standard",
                        Money.zero("EUR"),
                        List.of(
                                new MeterRate(
                                        "calls",
                                        new Rate(
                                                Rate.Model.UNIT,
                                                null,
                                                BigDecimal.ONE,
                                                null,
                                                null,
                                                null,
                                                "EUR"))),
                        CatalogStatus.ACTIVE);
        return new Facts(
                Map.<StatementId, Statement>of(),
                Map.of(plan, terms),
                Map.of(),
                quantities,
                pastTail,
                Map.of("topic:0", position));
    }

    private KnownPartner payer() {
        PartnerId id = Branch.partnerSince(Instant.parse("2026-01-01T00:00:00Z"));
        return new KnownPartner(Branch.partner(PartnerType.RESELLER, plan, vendor, id), null);
    }

    /** Answers what a test says, in turn. */
    private static final class Reads extends ReadFacts {

        private final List<Facts> answers = new ArrayList<>();
        private final List<Collection<? extends Payer>> of = new ArrayList<>();
        private Facts fromJournals;

        private Reads() {
            super(null, null, null, null, SETTINGS);
        }

        @Override
        Map<String, DefinedMeter> meters(PartnerId vendor) {
            return Map.of();
        }

        private void next(Facts facts) {
            answers.add(facts);
        }

        @Override
        Facts of(Collection<? extends Payer> payers, YearMonth period) {
            of.add(payers);
            return answers.removeFirst();
        }

        @Override
        Facts fromJournals(Payer payer, YearMonth period) {
            return fromJournals;
        }
    }
}
