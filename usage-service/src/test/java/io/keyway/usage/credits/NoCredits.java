package io.keyway.usage.credits;

import io.keyway.contracts.id.Id;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** For statements without credits and credit notes. */
public final class NoCredits extends StatementCredits {

    public NoCredits() {
        super(null, null, List.of());
    }

    @Override
    public Found of(Collection<? extends Id> payers, YearMonth period) {
        return new Found(period, Map.of(), Map.of());
    }
}
