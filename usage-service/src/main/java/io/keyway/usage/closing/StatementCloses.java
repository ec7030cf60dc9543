package io.keyway.usage.closing;

import static com.mongodb.client.model.Filters.lte;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.StatementCloseId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** The store of closes. The audit trail has their starts; progress is bookkeeping. */
@Component
class StatementCloses {

    /** Closes that are looked at for the one that has waited longest. */
    private static final int WAITING_MAX = 100;

    private final Aggregates<StatementClose> closes;
    private final Aggregates<StatementClose> progress;

    StatementCloses(Store store) {
        closes =
                store.aggregates("statement-closes", StatementClose.class)
                        .indexed("state.leasedUntil");
        progress = closes.bookkeeping();
    }

    /** Starts a close, or again one that is done; one that runs stays as it is. */
    StatementClose start(StatementClose fresh) {
        closes.insert(fresh);
        return closes.change(
                        fresh.id(),
                        found ->
                                found.state().status() == StatementClose.Status.RUNNING
                                        ? Decision.keep()
                                        : Decision.change(fresh))
                .map(Stored::state)
                .orElseThrow(() -> new IllegalStateException(fresh.id() + " is gone"));
    }

    Optional<StatementClose> find(Caller caller, StatementCloseId id) {
        return closes.find(caller, id).map(Stored::state);
    }

    /** Those of these that were started. */
    List<StatementClose> load(Collection<StatementCloseId> ids) {
        return closes.loadAll(ids).stream().map(Stored::state).toList();
    }

    /** Takes the running one that no process works on and that has waited longest. */
    Optional<Stored<StatementClose>> take(Instant now, Instant until) {
        List<Stored<StatementClose>> waiting =
                progress.loadAll(lte("state.leasedUntil", Date.from(now)), WAITING_MAX);
        return waiting.stream()
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
     * @return empty if another process has taken it: that one goes on
     */
    Optional<Stored<StatementClose>> replace(Stored<StatementClose> read, StatementClose next) {
        AtomicBoolean ours = new AtomicBoolean();
        Optional<Stored<StatementClose>> after =
                progress.change(
                        next.id(),
                        found -> {
                            ours.set(found.version() == read.version());
                            return ours.get() ? Decision.change(next) : Decision.keep();
                        });
        return ours.get() ? after : Optional.empty();
    }
}
