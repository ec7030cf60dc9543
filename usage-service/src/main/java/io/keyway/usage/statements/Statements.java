package io.keyway.usage.statements;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.BillingEvent.StatementClosed;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The store of closed statements. */
@Component
class Statements {

    private final Aggregates<Statement> closed;

    Statements(Store store) {
        this.closed =
                store.aggregates("statements", Statement.class).indexed("state.payerId", "_id");
    }

    /**
     * Stores the statement with one {@code statement.closed} event per currency; one that is stored
     * already stays as it is.
     */
    Stored<Statement> keep(Statement statement) {
        StatementClosed[] events =
                statement.totals().stream()
                        .map(
                                total ->
                                        new StatementClosed(
                                                statement.id(),
                                                statement.payerId(),
                                                statement.payeeId(),
                                                statement.period().toString(),
                                                total))
                        .toArray(StatementClosed[]::new);
        return closed.insert(statement, events)
                .orElseThrow(() -> new IllegalStateException("a statement has no unique fields"));
    }

    Optional<Stored<Statement>> find(Caller caller, StatementId id) {
        return closed.find(caller, id);
    }

    /** Those of these that are closed. */
    List<Statement> load(Collection<StatementId> ids) {
        return closed.loadAll(ids).stream().map(Stored::state).toList();
    }

    Page<Statement> ofPayer(Caller caller, PartnerId payer, PageRequest page) {
        return closed.page(caller, eq("state.payerId", payer.value()), page).map(Stored::state);
    }

    /** All statements of the period, for verification. */
    List<Statement> ofPeriod(YearMonth period) {
        String start = Statement.idStart(period);
        return closed.loadAll(and(gte("_id", start), lt("_id", start + "~"))).stream()
                .map(Stored::state)
                .toList();
    }
}
