package io.keyway.usage.closing;

import io.keyway.contracts.access.Caller;
import io.keyway.usage.network.Network;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** Starts to close a month for all payers below the caller. */
@Component
class CloseMonth {

    private final Network network;
    private final StatementCloses closes;
    private final Clock clock;

    CloseMonth(Network network, StatementCloses closes, Clock clock) {
        this.network = network;
        this.closes = closes;
        this.clock = clock;
    }

    sealed interface Outcome {
        record Started(StatementClose close) implements Outcome {}

        /** The month is not over, so its amounts can still change. */
        record NotOver() implements Outcome {}
    }

    Outcome start(Caller caller, YearMonth period) {
        Instant now = clock.instant();
        if (!period.isBefore(YearMonth.from(now.atOffset(ZoneOffset.UTC)))) {
            return new Outcome.NotOver();
        }
        return new Outcome.Started(
                closes.start(
                        StatementClose.started(
                                caller.path(), period, network.countPayers(caller), now)));
    }
}
