package io.keyway.usage.statements;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.reading.UsageReading;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds statements for a caller: the closed one if there is one, else a draft. */
@Component
class FindStatements {

    private final Statements statements;
    private final ComputeStatement compute;
    private final Network network;
    private final Clock clock;

    FindStatements(Statements statements, ComputeStatement compute, Network network, Clock clock) {
        this.statements = statements;
        this.compute = compute;
        this.network = network;
        this.clock = clock;
    }

    /** The statement of the payer for the period; empty for a vendor, which owes nothing. */
    Optional<Statement> ofPayer(
            Caller caller, UsageReading.Tail tail, KnownPartner payer, YearMonth period) {
        return statements
                .find(caller, Statement.id(payer.partner().id(), period))
                .map(Stored::state)
                .or(() -> compute.draft(tail, payer, period));
    }

    /**
     * @throws Refused with {@code not_found} if the caller sees no statement with this id
     */
    Statement byId(Caller caller, StatementId id) {
        Optional<Statement> closed = statements.find(caller, id).map(Stored::state);
        return closed.or(() -> draft(caller, id)).orElseThrow(Refused::notFound);
    }

    /** Computes a draft from its id, which consists of the period and the end of the payer's id. */
    private Optional<Statement> draft(Caller caller, StatementId id) {
        YearMonth running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        Optional<YearMonth> period = Statement.period(id).filter(asked -> !asked.isAfter(running));
        if (period.isEmpty()) {
            return Optional.empty();
        }
        return network.payer(caller, TimeSortedIds.rest(id.uniquePart()))
                .flatMap(payer -> compute.draft(compute.now(), payer, period.get()));
    }
}
