package io.keyway.usage.remetering;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.lte;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The store of re-meterings. They are never deleted, because corrections name them; a vendor makes
 * one at a time. The audit trail has what people do; progress is bookkeeping.
 */
@Component
class Remeterings {

    /** Re-meterings that are looked at for the one that has waited longest. */
    private static final int WAITING_MAX = 100;

    private final Aggregates<Remetering> remeterings;
    private final Aggregates<Remetering> progress;

    Remeterings(Store store) {
        remeterings =
                store.aggregates("remeterings", Remetering.class)
                        .unique("state.slot")
                        .indexed("state.leasedUntil");
        progress = remeterings.bookkeeping();
    }

    /**
     * @return empty if the vendor has an unfinished one
     */
    Optional<Remetering> insert(Remetering remetering) {
        return remeterings.insert(remetering).map(Stored::state);
    }

    Optional<Remetering> load(RemeteringId id) {
        return remeterings.load(id).map(Stored::state);
    }

    Optional<Remetering> find(Caller caller, RemeteringId id) {
        return remeterings.find(caller, id).map(Stored::state);
    }

    Page<Remetering> page(Caller caller, PageRequest request) {
        return remeterings.page(caller, empty(), request).map(Stored::state);
    }

    Optional<Remetering> change(
            RemeteringId id, Function<Remetering, Decision<Remetering>> decide) {
        return remeterings.change(id, found -> decide.apply(found.state())).map(Stored::state);
    }

    /** Takes the one that no process works on and that has waited longest. */
    Optional<Stored<Remetering>> take(Instant now, Instant until) {
        return progress.loadAll(lte("state.leasedUntil", Date.from(now)), WAITING_MAX).stream()
                .sorted(
                        Comparator.comparing(
                                found -> Objects.requireNonNull(found.state().leasedUntil())))
                .map(found -> replace(found, found.state().leasedUntil(until)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Stores the next state if nobody has stored another one since.
     *
     * @return empty if another process has taken it, or it was cancelled
     */
    Optional<Stored<Remetering>> replace(Stored<Remetering> read, Remetering next) {
        AtomicBoolean ours = new AtomicBoolean();
        Optional<Stored<Remetering>> after =
                progress.change(
                        next.id(),
                        found -> {
                            ours.set(found.version() == read.version());
                            return ours.get() ? Decision.change(next) : Decision.keep();
                        });
        return ours.get() ? after : Optional.empty();
    }
}
