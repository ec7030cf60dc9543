package io.keyway.usage.credits;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PayerId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The store of credits. They are never deleted: statements rest on them. The audit trail has who
 * gave and voided them; what is drawn is in the statements.
 */
@Component
class Credits {

    private final Aggregates<Credit> credits;
    private final Aggregates<Credit> draws;

    Credits(Store store) {
        credits =
                store.aggregates("credits", Credit.class)
                        .indexed("state.payer", "state.openUntil")
                        .indexed("state.payerId", "_id")
                        .indexed("customerId", "_id");
        draws = credits.bookkeeping();
    }

    Stored<Credit> insert(Credit credit) {
        return credits.insert(credit)
                .orElseThrow(() -> new IllegalStateException("a credit has no unique fields"));
    }

    Optional<Stored<Credit>> load(CreditId id) {
        return credits.load(id);
    }

    Optional<Stored<Credit>> find(Caller caller, CreditId id) {
        return credits.find(caller, id);
    }

    /**
     * @param payer null for all that the caller sees
     */
    Page<Credit> page(Caller caller, @Nullable PayerId payer, PageRequest page) {
        return credits.page(
                        caller, payer == null ? empty() : eq("state.payerId", payer.value()), page)
                .map(Stored::state);
    }

    /** Those that statements of this month or a later one have to look at. */
    List<Credit> open(Collection<? extends Id> payers, YearMonth period) {
        return openUntil(payers, period.toString());
    }

    /** Those that wait for a statement. */
    List<Credit> unsettled(Collection<? extends Id> payers) {
        return openUntil(payers, Credit.UNSETTLED);
    }

    private List<Credit> openUntil(Collection<? extends Id> payers, String month) {
        return payers.isEmpty()
                ? List.of()
                : credits
                        .loadAll(
                                and(
                                        in("state.payer", payers.stream().map(Id::value).toList()),
                                        gte("state.openUntil", month)))
                        .stream()
                        .map(Stored::state)
                        .toList();
    }

    long countOpen(Id payer, YearMonth period) {
        return credits.countAll(
                and(eq("state.payer", payer.value()), gte("state.openUntil", period.toString())));
    }

    Optional<Stored<Credit>> change(
            CreditId id, Function<Stored<Credit>, Decision<Credit>> decide) {
        return credits.change(id, decide);
    }

    /** The same for draws, which the audit trail leaves out. */
    Optional<Stored<Credit>> draw(CreditId id, Function<Stored<Credit>, Decision<Credit>> decide) {
        return draws.change(id, decide);
    }
}
