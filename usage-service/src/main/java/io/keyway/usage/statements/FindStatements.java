package io.keyway.usage.statements;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds statements for a caller: the closed one if there is one, else a draft. */
@Component
public class FindStatements {

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

    /**
     * The statements for the period; a vendor has none, because it owes nothing.
     *
     * @param payers partners that the caller sees
     */
    List<Statement> ofPayers(Caller caller, List<KnownPartner> payers, YearMonth period) {
        return compute.of(payers, period).stream()
                .filter(statement -> caller.sees(statement.scope(), null))
                .toList();
    }

    /**
     * A customer needs no permission and finds nothing: statements are between partners.
     *
     * @throws Refused with {@code forbidden}
     */
    static void requireReader(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.READ_STATEMENTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    /**
     * @throws Refused with {@code forbidden}, or {@code not_found} if the caller sees no statement
     *     with this id
     */
    public Statement byId(Caller caller, StatementId id) {
        requireReader(caller);
        Optional<Statement> closed = statements.find(caller, id).map(Stored::state);
        return closed.or(() -> draft(caller, id)).orElseThrow(Refused::notFound);
    }

    /** Computes a draft from its id, which consists of the period and the end of the payer's id. */
    private Optional<Statement> draft(Caller caller, StatementId id) {
        YearMonth running = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        return Statement.period(id)
                .filter(period -> !period.isAfter(running))
                .flatMap(
                        period ->
                                network.payer(caller, TimeSortedIds.rest(id.uniquePart())).stream()
                                        .flatMap(
                                                payer ->
                                                        ofPayers(caller, List.of(payer), period)
                                                                .stream())
                                        .findFirst());
    }
}
