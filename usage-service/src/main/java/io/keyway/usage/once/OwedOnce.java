package io.keyway.usage.once;

import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.StatementId;
import io.keyway.usage.lines.Line;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A kind of facts that statements have beside what a month is computed from. */
public interface OwedOnce {

    /**
     * The lines that the statements of the month are to have, as of now.
     *
     * @param payers {@code Payer.key}
     */
    Map<Id, List<Line>> due(Collection<? extends Id> payers, YearMonth period);

    /** Writes down in which closed statements the facts of these payers are. */
    void settle(Collection<? extends Id> payers);

    /**
     * The same for one statement that was closed just now.
     *
     * @param lines its lines as they are stored
     */
    void settle(Id payer, StatementId statement, List<Line> lines);
}
