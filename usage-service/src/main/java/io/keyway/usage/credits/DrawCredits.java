package io.keyway.usage.credits;

import io.keyway.contracts.Money;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.CreditLines;
import io.keyway.usage.lines.Line;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what credits pay of a statement. Pure: the same lines and credits give the same draws.
 *
 * <p>What is owed is kept per meter, because some credits pay only the usage of some meters, and
 * commissions and corrections of that usage count with it. A credit pays at most what is left of
 * all, and of its meters. One that pays everything pays first what no meter is about, then the
 * meters by their codes.
 */
final class DrawCredits {

    /** What is owed beside the usage of meters; no code of a meter is empty. */
    private static final String REST = "";

    /** What is left to pay in minor units, by currency and meter. */
    private final Map<String, TreeMap<String, Long>> owed = new HashMap<>();

    private DrawCredits(List<Line> lines) {
        for (Line line : lines) {
            owed.computeIfAbsent(line.amount().currency(), any -> new TreeMap<>())
                    .merge(
                            line.meter() == null ? REST : line.meter(),
                            line.amount().amount(),
                            Math::addExact);
        }
    }

    /**
     * The lines of the credits: first what prepaid ones cost, which no credit pays, then what each
     * pays.
     *
     * @param lines what is owed without credits
     * @param credits those of the payer
     */
    static List<Line> lines(
            StatementId statement, YearMonth period, List<Line> lines, List<Credit> credits) {
        DrawCredits draw = new DrawCredits(lines);
        List<Credit> ordered = credits.stream().sorted(Credit.ORDER).toList();
        List<Line> made = new ArrayList<>();
        for (Credit credit : ordered) {
            Money price = credit.price();
            if (price != null && credit.bills(period)) {
                made.add(CreditLines.prepaid(period, credit.id(), credit.note(), price));
            }
        }
        for (Credit credit : ordered) {
            if (credit.pays(period)) {
                String currency = credit.amount().currency();
                long paid = draw.pay(currency, credit.meters(), credit.available(statement));
                if (paid > 0) {
                    made.add(
                            CreditLines.drawn(
                                    period, credit.id(), credit.note(), new Money(paid, currency)));
                }
            }
        }
        return made;
    }

    /**
     * @return what is paid, at most {@code available}
     */
    private long pay(String currency, @Nullable List<String> meters, long available) {
        TreeMap<String, Long> left = owed.get(currency);
        if (left == null) {
            return 0;
        }
        Collection<String> payable = meters == null ? List.copyOf(left.keySet()) : meters;
        long paid = Math.min(available, Math.min(sum(left, left.keySet()), sum(left, payable)));
        long rest = Math.max(0, paid);
        for (String meter : payable) {
            long part = Math.min(rest, Math.max(0, left.getOrDefault(meter, 0L)));
            left.merge(meter, -part, Long::sum);
            rest -= part;
        }
        return Math.max(0, paid);
    }

    private static long sum(Map<String, Long> left, Collection<String> meters) {
        return meters.stream()
                .mapToLong(meter -> left.getOrDefault(meter, 0L))
                .reduce(0L, Math::addExact);
    }
}
