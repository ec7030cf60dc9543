package io.keyway.usage.credits;

import static io.keyway.usage.credits.Given.JAN;
import static io.keyway.usage.credits.Given.PAYER;
import static io.keyway.usage.credits.Given.credit;
import static io.keyway.usage.credits.Given.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.credits.Credit.Kind;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of closers that work on the months of one payer at the same time, each step of
 * each at any time: read, reserve credit by credit, store, settle. They stop at any step, what is
 * owed changes, credits are voided. Stored lines never draw more than a credit has, and in the end
 * each credit says what they draw. {@code -Dkeyway.credits.histories=… -Dkeyway.credits.seed=…}
 */
class InterruptedClosesTest {

    private static final int HISTORIES = Integer.getInteger("keyway.credits.histories", 10_000);
    private static final int MONTHS = 3;

    @Test
    void storedLinesDrawWhatCreditsHave() {
        long seed = Long.getLong("keyway.credits.seed", ThreadLocalRandom.current().nextLong());
        System.out.println(HISTORIES + " histories of closes with credits, seed " + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        int drawn = 0;
        for (int i = 0; i < HISTORIES; i++) {
            drawn += new History(seeds.nextLong()).play();
        }
        assertThat(drawn).as("the histories draw something").isGreaterThan(HISTORIES);
    }

    private static final class History {

        private final long seed;
        private final SplittableRandom random;
        private final Map<CreditId, Credit> credits = new LinkedHashMap<>();
        private final Map<StatementId, List<Line>> closed = new HashMap<>();
        private final List<Closer> closers = new ArrayList<>();

        private History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                Credit credit =
                        credit(
                                random.nextBoolean() ? Kind.GRANT : Kind.PREPAID,
                                1 + random.nextLong(100),
                                random.nextInt(2),
                                JAN.plusMonths(random.nextInt(MONTHS)),
                                null);
                credits.put(credit.id(), credit);
            }
        }

        /**
         * @return how many draws there are in the end
         */
        int play() {
            for (int step = 0; step < 60; step++) {
                int kind = random.nextInt(20);
                if (kind < 5 || closers.isEmpty()) {
                    closers.add(new Closer(JAN.plusMonths(random.nextInt(MONTHS))));
                } else if (kind < 18) {
                    Closer closer = closers.get(random.nextInt(closers.size()));
                    if (closer.step()) {
                        closers.remove(closer);
                    }
                } else if (kind == 18) {
                    closers.remove(random.nextInt(closers.size()));
                } else if (random.nextInt(4) == 0) {
                    credits.replaceAll(
                            (id, credit) ->
                                    random.nextInt(3) > 0 || credit.voided() != null
                                            ? credit
                                            : credit.voided(
                                                    new Credit.Voided(null, Instant.EPOCH, "")));
                }
                check();
            }
            // What was interrupted is closed again; slow closers come last.
            for (int month = 0; month < MONTHS; month++) {
                Closer again = new Closer(JAN.plusMonths(month));
                while (!again.step()) {
                    check();
                }
            }
            for (Closer slow : closers) {
                while (!slow.step()) {
                    check();
                }
            }
            int draws = 0;
            for (Credit credit : credits.values()) {
                Credit now = credit.told(closed);
                assertThat(now.reservedFor()).as("seed %d", seed).isEmpty();
                assertThat(now.drawn()).as("seed %d", seed).isEqualTo(inLines(credit.id()));
                if (now.billed() != null && now.voided() == null) {
                    assertThat(
                                    closed.values().stream()
                                            .filter(lines -> CreditLines.bill(lines, credit.id())))
                            .as("seed %d", seed)
                            .hasSize(1);
                }
                draws += now.draws().size();
            }
            return draws;
        }

        private void check() {
            for (Credit credit : credits.values()) {
                assertThat(inLines(credit.id()))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(credit.amount().amount());
            }
        }

        private long inLines(CreditId id) {
            return closed.values().stream().mapToLong(lines -> CreditLines.drawn(lines, id)).sum();
        }

        /** One process that closes one month; the steps of {@code StatementCredits}. */
        private final class Closer {

            private final YearMonth month;
            private final StatementId statement;
            private final List<Line> owed;
            private @Nullable List<Line> drawn;
            private int reserved;
            private boolean stored;

            private Closer(YearMonth month) {
                this.month = month;
                this.statement = StatementIds.of(PAYER, month);
                this.owed = List.of(owed(month, random.nextLong(-20, 100)));
            }

            /**
             * @return whether it is done
             */
            boolean step() {
                List<Line> lines = drawn;
                if (lines == null) {
                    reserved = 0;
                    drawn =
                            DrawCredits.lines(
                                    statement,
                                    month,
                                    owed,
                                    credits.values().stream()
                                            .map(credit -> credit.told(closed))
                                            .toList());
                    return false;
                }
                List<CreditId> ids = lines.stream().map(CreditLines::creditOf).distinct().toList();
                if (reserved < ids.size()) {
                    CreditId id = ids.get(reserved++);
                    Optional<Credit> next =
                            credits.get(id)
                                    .told(closed)
                                    .reserve(
                                            statement,
                                            month,
                                            CreditLines.drawn(lines, id),
                                            CreditLines.bill(lines, id));
                    if (next.isPresent()) {
                        credits.put(id, next.get());
                    } else {
                        drawn = null;
                    }
                    return false;
                }
                if (!stored) {
                    stored = true;
                    List<Line> all = new ArrayList<>(owed);
                    all.addAll(lines);
                    closed.putIfAbsent(statement, all);
                    return false;
                }
                Map<StatementId, List<Line>> now = Map.of(statement, closed.get(statement));
                ids.forEach(id -> credits.computeIfPresent(id, (any, credit) -> credit.told(now)));
                return true;
            }
        }
    }

    private static Line owed(YearMonth month, long cents) {
        return new Line(
                "fee",
                Line.Kind.FEE,
                "Owed",
                month,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                null,
                eur(cents),
                null,
                null);
    }
}
