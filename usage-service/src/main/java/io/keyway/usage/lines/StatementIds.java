package io.keyway.usage.lines;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The ids of statements. */
public final class StatementIds {

    private StatementIds() {}

    /**
     * Derived from payer and period, so that a month cannot be closed twice.
     *
     * @param payer {@code Payer.key}
     */
    public static StatementId of(Id payer, YearMonth period) {
        return StatementId.with(
                TimeSortedIds.timePart(period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                        + TimeSortedIds.rest(payer.uniquePart()));
    }
}
