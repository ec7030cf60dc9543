package io.keyway.usage.credits;

import static io.keyway.usage.credits.Given.JAN;
import static io.keyway.usage.credits.Given.PAYER;
import static io.keyway.usage.credits.Given.credit;
import static io.keyway.usage.credits.Given.eur;
import static io.keyway.usage.credits.Given.grant;
import static io.keyway.usage.credits.Given.prepaid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keyway.contracts.Money;
import io.keyway.usage.credits.Credit.Kind;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which credits pay how much of a statement. */
class DrawCreditsTest {

    @Test
    void theLowestPriorityIsDrawnFirstThenTheOneThatEndsFirstThenGrantsThenTheOlder() {
        Credit older = credit(Kind.PREPAID, 10, 50, JAN.plusMonths(2), null);
        Credit newer = credit(Kind.PREPAID, 10, 50, JAN.plusMonths(2), null);
        Credit grant = credit(Kind.GRANT, 10, 50, JAN.plusMonths(2), null);
        Credit endsFirst = credit(Kind.PREPAID, 10, 50, JAN.plusMonths(1), null);
        Credit preferred = credit(Kind.PREPAID, 10, 49, JAN.plusMonths(9), null);
        List<Credit> drawn = List.of(preferred, endsFirst, grant, older, newer);

        for (int paid = 1; paid <= drawn.size(); paid++) {
            List<Line> lines =
                    draw(
                            List.of(owed(null, paid * 10L)),
                            List.of(newer, older, grant, endsFirst, preferred));

            assertThat(lines.stream().filter(line -> line.kind() == Line.Kind.CREDIT))
                    .extracting(CreditLines::creditOf)
                    .containsExactlyElementsOf(
                            drawn.subList(0, paid).stream().map(Credit::id).toList());
        }
    }

    @Test
    void itPaysAtMostWhatIsLeftAndWhatIsOwed() {
        assertThat(paid(List.of(owed(null, 100)), grant(99))).isEqualTo(99);
        assertThat(paid(List.of(owed(null, 100)), grant(101))).isEqualTo(100);
        assertThat(paid(List.of(owed(null, 100), owed("calls", -30)), grant(101))).isEqualTo(70);
        assertThat(paid(List.of(owed(null, -100)), grant(10))).isZero();
        assertThat(paid(List.of(), grant(10))).isZero();
    }

    @Test
    void aCreditForMetersPaysTheirUsageOnly() {
        Credit calls = credit(Kind.GRANT, 100, 50, JAN, List.of("calls"));

        assertThat(paid(List.of(owed(null, 50), owed("messages", 20)), calls)).isZero();
        assertThat(paid(List.of(owed(null, 50), owed("calls", 20)), calls)).isEqualTo(20);
        // Never more than is owed in all: the fee was corrected.
        assertThat(paid(List.of(owed(null, -15), owed("calls", 20)), calls)).isEqualTo(5);
    }

    @Test
    void whatPaysEverythingLeavesUsageToThoseThatPayOnlyThat() {
        Credit calls = credit(Kind.GRANT, 100, 60, JAN, List.of("calls"));

        List<Line> lines =
                draw(List.of(owed(null, 50), owed("calls", 20)), List.of(grant(50), calls));

        assertThat(lines).extracting(line -> line.amount().amount()).containsExactly(-50L, -20L);
    }

    @Test
    void onlyInItsMonthsAndItsCurrency() {
        assertThat(paid(List.of(owed(null, 50)), credit(Kind.GRANT, 9, 1, JAN, null))).isEqualTo(9);
        assertThat(
                        DrawCredits.lines(
                                StatementIds.of(PAYER, JAN.plusMonths(1)),
                                JAN.plusMonths(1),
                                List.of(owed(null, 50)),
                                List.of(credit(Kind.GRANT, 9, 1, JAN, null))))
                .isEmpty();
        assertThat(
                        DrawCredits.lines(
                                StatementIds.of(PAYER, JAN.minusMonths(1)),
                                JAN.minusMonths(1),
                                List.of(owed(null, 50)),
                                List.of(grant(9))))
                .isEmpty();
        assertThat(paid(List.of(owed(null, new Money(50, "USD"))), grant(9))).isZero();
    }

    @Test
    void noCreditPaysWhatAPrepaidOneCosts() {
        List<Line> lines = draw(List.of(owed(null, 30)), List.of(prepaid(100), grant(100)));

        assertThat(lines)
                .extracting(Line::kind, line -> line.amount().amount())
                .containsExactly(tuple(Line.Kind.PREPAID, 100L), tuple(Line.Kind.CREDIT, -30L));
    }

    /** {@code -Dkeyway.credits.seed=…} */
    @Test
    void anyCreditsPayNeverMoreThanTheyHaveOrIsOwed() {
        long seed = Long.getLong("keyway.credits.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("credits and lines, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> meters = List.of("calls", "messages", "storage");
        for (int i = 0; i < 20_000; i++) {
            List<Line> owed = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                int meter = random.nextInt(4);
                owed.add(owed(meter == 3 ? null : meters.get(meter), random.nextLong(-100, 300)));
            }
            List<Credit> credits = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                int some = random.nextInt(4);
                credits.add(
                        credit(
                                random.nextBoolean() ? Kind.GRANT : Kind.PREPAID,
                                1 + random.nextLong(200),
                                random.nextInt(3),
                                JAN.plusMonths(random.nextInt(3)),
                                some == 0 ? null : meters.subList(0, some)));
            }
            List<Line> lines = draw(owed, credits);

            long all = owed.stream().mapToLong(line -> line.amount().amount()).sum();
            long paid = 0;
            for (Credit credit : credits) {
                long drawn = CreditLines.drawn(lines, credit.id());
                assertThat(drawn).as("seed %d", seed).isBetween(0L, credit.amount().amount());
                paid += drawn;
                if (credit.meters() != null) {
                    long ofMeters =
                            owed.stream()
                                    .filter(line -> line.meter() != null)
                                    .filter(line -> credit.meters().contains(line.meter()))
                                    .mapToLong(line -> line.amount().amount())
                                    .sum();
                    assertThat(drawn)
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(Math.max(0, ofMeters));
                }
            }
            assertThat(paid).as("seed %d", seed).isLessThanOrEqualTo(Math.max(0, all));
            boolean anyLeftForAll =
                    credits.stream()
                            .filter(credit -> credit.meters() == null)
                            .anyMatch(
                                    credit ->
                                            CreditLines.drawn(lines, credit.id())
                                                    < credit.amount().amount());
            if (anyLeftForAll) {
                assertThat(paid).as("seed %d", seed).isEqualTo(Math.max(0, all));
            }
        }
    }

    private static long paid(List<Line> owed, Credit credit) {
        return CreditLines.drawn(draw(owed, List.of(credit)), credit.id());
    }

    private static List<Line> draw(List<Line> owed, List<Credit> credits) {
        return DrawCredits.lines(StatementIds.of(PAYER, JAN), JAN, owed, credits);
    }

    private static Line owed(@Nullable String meter, long cents) {
        return owed(meter, eur(cents));
    }

    private static Line owed(@Nullable String meter, Money amount) {
        return new Line(
                meter == null ? "fee" : "usage:" + meter,
                meter == null ? Line.Kind.FEE : Line.Kind.USAGE,
                "Owed",
                JAN,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                meter,
                null,
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                null,
                amount,
                null,
                null);
    }
}
