package io.keyway.usage.statements;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.network.CustomerEdge;
import io.keyway.usage.network.CustomerEdges;
import io.keyway.usage.network.KnownPartner;
import io.keyway.usage.network.Network;
import io.keyway.usage.network.Payer;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds statements for a caller: the closed one if there is one, else a draft. */
@Component
public class FindStatements {

    /** Partners of one customer for which its list has a draft. */
    private static final int DRAFTS_MAX = 100;

    private final Statements statements;
    private final ComputeStatement compute;
    private final Network network;
    private final CustomerEdges edges;
    private final Clock clock;

    FindStatements(
            Statements statements,
            ComputeStatement compute,
            Network network,
            CustomerEdges edges,
            Clock clock) {
        this.statements = statements;
        this.compute = compute;
        this.network = network;
        this.edges = edges;
        this.clock = clock;
    }

    /** Those of the payers in the caller's branch for the period; a vendor owes nothing. */
    Page<Statement> ofPartners(Caller caller, YearMonth period, PageRequest page) {
        Page<KnownPartner> payers = network.partners(caller, page);
        return new Page<>(ofPayers(caller, payers.items(), period), payers.next());
    }

    /** The same of the customers in the branch that have or had a plan. */
    Page<Statement> ofCustomers(Caller caller, YearMonth period, PageRequest page) {
        Page<CustomerEdge> payers = edges.billable(caller, page);
        return new Page<>(ofPayers(caller, payers.items(), period), payers.next());
    }

    /**
     * Those of one partner.
     *
     * @param period null for the draft of the running month and the closed ones
     * @throws Refused with {@code not_found} if the caller does not see it
     */
    Page<Statement> ofPartner(
            Caller caller, PartnerId id, @Nullable YearMonth period, PageRequest page) {
        KnownPartner payer = network.partner(caller, id).orElseThrow(Refused::notFound);
        return period == null
                ? draftsAndClosed(caller, id, List.of(payer), page)
                : new Page<>(ofPayers(caller, List.of(payer), period), null);
    }

    /**
     * Those of one customer, for each partner that the caller sees and it belongs or has belonged
     * to.
     *
     * @param period null for the drafts of the running month and the closed ones
     * @throws Refused with {@code not_found} if the caller sees neither the customer nor what it
     *     has owed
     */
    Page<Statement> ofCustomer(
            Caller caller, CustomerId id, @Nullable YearMonth period, PageRequest page) {
        Page<CustomerEdge> payers =
                edges.of(caller, id, period == null ? PageRequest.first(DRAFTS_MAX) : page);
        if (payers.items().isEmpty()
                && !id.equals(caller.customerId())
                && network.customer(caller, id).isEmpty()) {
            throw Refused.notFound();
        }
        return period == null
                ? draftsAndClosed(caller, id, payers.items(), page)
                : new Page<>(ofPayers(caller, payers.items(), period), payers.next());
    }

    private Page<Statement> draftsAndClosed(
            Caller caller, PayerId id, List<? extends Payer> payers, PageRequest page) {
        Page<Statement> closed = statements.ofPayer(caller, id, page);
        List<Statement> found = new ArrayList<>();
        if (page.after() == null) {
            found.addAll(ofPayers(caller, payers, running()));
        }
        found.addAll(closed.items());
        return new Page<>(found, closed.next());
    }

    /**
     * @param payers payers that the caller sees
     */
    private List<Statement> ofPayers(
            Caller caller, List<? extends Payer> payers, YearMonth period) {
        return compute.of(payers, period).stream()
                .filter(statement -> caller.sees(statement.scope(), statement.customerId()))
                .toList();
    }

    YearMonth running() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /**
     * A partner needs the permission; a customer sees what it owes itself.
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
        return Statement.period(id)
                .filter(period -> !period.isAfter(running()))
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
