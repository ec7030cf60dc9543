package io.keyway.usage.once;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.Line;
import io.keyway.usage.lines.StatementIds;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In which month something is billed that is billed once. It belongs to one month at a time, and
 * goes on to the next one only past a statement that is closed without it. A closed statement never
 * changes, so whoever closes whatever at the same time, exactly one statement has it.
 *
 * @param month the month whose statement has it or is to have it
 * @param in the closed statement that has it; null while it is to come
 */
public record BilledOnce(YearMonth month, @Nullable StatementId in) {

    public static BilledOnce from(YearMonth month) {
        return new BilledOnce(month, null);
    }

    /** Whether the statement of the month is to have it. */
    public boolean dueIn(YearMonth period) {
        return in == null && month.equals(period);
    }

    /** The statements that it waits for. */
    public List<StatementId> awaited(Id payer) {
        return in == null ? List.of(StatementIds.of(payer, month)) : List.of();
    }

    /**
     * @param closed statements that were found closed
     * @param has whether the lines of a statement have it
     */
    public BilledOnce told(
            Id payer, Map<StatementId, List<Line>> closed, Predicate<List<Line>> has) {
        BilledOnce now = this;
        while (now.in == null) {
            StatementId id = StatementIds.of(payer, now.month);
            List<Line> lines = closed.get(id);
            if (lines == null) {
                return now;
            }
            now =
                    has.test(lines)
                            ? new BilledOnce(now.month, id)
                            : BilledOnce.from(now.month.plusMonths(1));
        }
        return now;
    }
}
