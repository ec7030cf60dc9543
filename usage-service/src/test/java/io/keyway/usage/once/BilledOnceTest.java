package io.keyway.usage.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Something that is billed once is in exactly one statement, in whatever order months close. */
class BilledOnceTest {

    private static final YearMonth JAN = YearMonth.of(2026, 1);

    private final PartnerId payer = PartnerId.next();
    private final CreditId credit = CreditId.next();
    private final Map<StatementId, List<Line>> closed = new HashMap<>();

    @Test
    void itBelongsToItsMonthUntilThatIsClosedWithoutIt() {
        assertThat(now().dueIn(JAN)).isTrue();
        assertThat(now().dueIn(JAN.plusMonths(1))).isFalse();

        closed.put(id(JAN.plusMonths(1)), List.of());
        assertThat(now().dueIn(JAN)).as("its own month is open").isTrue();

        closed.put(id(JAN), List.of());
        assertThat(now().dueIn(JAN.plusMonths(2))).isTrue();

        closed.put(id(JAN.plusMonths(2)), List.of(line(JAN.plusMonths(2))));
        assertThat(now()).isEqualTo(new BilledOnce(JAN.plusMonths(2), id(JAN.plusMonths(2))));
        assertThat(now().awaited(payer)).isEmpty();
    }

    /**
     * Closers read, and store what they have read at any later time, unless the month is stored
     * already. {@code -Dkeyway.credits.seed=…}
     */
    @Test
    void slowClosersBillItOnce() {
        long seed = Long.getLong("keyway.credits.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("slow closers, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            closed.clear();
            Map<YearMonth, List<Line>> read = new HashMap<>();
            for (int step = 0; step < 20; step++) {
                YearMonth month = JAN.plusMonths(random.nextInt(4));
                if (random.nextBoolean()) {
                    read.put(month, now().dueIn(month) ? List.of(line(month)) : List.of());
                } else if (read.containsKey(month)) {
                    closed.putIfAbsent(id(month), read.get(month));
                }
            }
            for (int month = 0; month < 5; month++) {
                YearMonth at = JAN.plusMonths(month);
                closed.putIfAbsent(id(at), now().dueIn(at) ? List.of(line(at)) : List.of());
            }
            assertThat(closed.values().stream().mapToInt(List::size).sum())
                    .as("seed %d", seed)
                    .isEqualTo(1);
            assertThat(closed.get(now().in())).as("seed %d", seed).hasSize(1);
        }
    }

    private BilledOnce now() {
        return BilledOnce.from(JAN).told(payer, closed, lines -> CreditLines.bill(lines, credit));
    }

    private StatementId id(YearMonth month) {
        return StatementIds.of(payer, month);
    }

    private Line line(YearMonth month) {
        return CreditLines.prepaid(month, credit, "Welcome", new Money(100, "EUR"));
    }
}
