package io.keyway.usage.statements;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.id.StatementId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.usage.lines.Line;
import io.keyway.usage.once.ClosedLines;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The store of closed statements. */
@Component
class Statements implements ClosedLines {

    /** Statements of a month that are in memory at once. */
    private static final int AT_ONCE = 50;

    private final Aggregates<Statement> closed;

    Statements(Store store) {
        this.closed =
                store.aggregates("statements", Statement.class).indexed("state.payerId", "_id");
    }

    /**
     * Stores the statement and tells billing about it; one that is stored already stays as it is.
     */
    Stored<Statement> keep(Statement statement) {
        return closed.insert(statement, BilledLines.events(statement))
                .orElseThrow(() -> new IllegalStateException("a statement has no unique fields"));
    }

    /** Tells billing about a closed statement again. */
    void replay(StatementId id) {
        closed.change(
                id, stored -> Decision.change(stored.state(), BilledLines.events(stored.state())));
    }

    /**
     * All closed statements of the period in the order of their ids, few of them in memory at once.
     *
     * @return how many there are
     */
    int eachOf(YearMonth period, Consumer<Statement> action) {
        String start = Statement.idStart(period);
        int count = 0;
        Bson after = gte("_id", start);
        List<Stored<Statement>> page;
        do {
            page = closed.some(and(after, lt("_id", start + "~")), AT_ONCE);
            for (Stored<Statement> stored : page) {
                action.accept(stored.state());
                after = gt("_id", stored.state().id().value());
                count++;
            }
        } while (page.size() == AT_ONCE);
        return count;
    }

    Optional<Stored<Statement>> find(Caller caller, StatementId id) {
        return closed.find(caller, id);
    }

    /** Those of these that are closed. */
    List<Statement> load(Collection<StatementId> ids) {
        return closed.loadAll(ids).stream().map(Stored::state).toList();
    }

    @Override
    public Map<StatementId, List<Line>> of(Collection<StatementId> ids) {
        return load(ids).stream().collect(toMap(Statement::id, Statement::lines));
    }

    Page<Statement> ofPayer(Caller caller, PayerId payer, PageRequest page) {
        return closed.page(caller, eq("state.payerId", payer.value()), page).map(Stored::state);
    }
}
