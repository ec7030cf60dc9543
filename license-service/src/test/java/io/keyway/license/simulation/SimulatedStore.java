package io.keyway.license.simulation;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.AggregateStore;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;

/**
 * Aggregates with their outboxes: a write is there with its events, or is not; who is killed at a
 * point before it has written nothing, at a point after it does not know that it has.
 */
public final class SimulatedStore<T extends Aggregate> implements AggregateStore<T> {

    private final Scheduler scheduler;
    private final Map<String, Kept<T>> kept = new LinkedHashMap<>();

    private static final class Kept<T> {
        private T state;
        private long version = 1;
        private final Deque<DomainEvent> outbox = new ArrayDeque<>();

        private Kept(T state) {
            this.state = state;
        }
    }

    public SimulatedStore(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Optional<Stored<T>> find(Caller caller, Id id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Stored<T>> loadAll(Bson filter, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Stored<T>> load(Id id) {
        scheduler.point();
        return read(id);
    }

    private Optional<Stored<T>> read(Id id) {
        Kept<T> found = kept.get(id.value());
        return found == null
                ? Optional.empty()
                : Optional.of(new Stored<>(found.state, found.version));
    }

    @Override
    public Optional<Stored<T>> insert(T state, DomainEvent... events) {
        scheduler.point();
        if (!kept.containsKey(state.id().value())) {
            Kept<T> made = new Kept<>(state);
            made.outbox.addAll(List.of(events));
            kept.put(state.id().value(), made);
        }
        scheduler.point();
        return read(state.id());
    }

    @Override
    public Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide) {
        while (true) {
            Optional<Stored<T>> read = load(id);
            if (read.isEmpty()) {
                return read;
            }
            switch (decide.apply(read.get())) {
                case Decision.Keep<T> keep -> {
                    return read;
                }
                case Decision.Change<T> change -> {
                    scheduler.point();
                    Kept<T> now = kept.get(id.value());
                    if (now.version == read.get().version()) {
                        now.state = change.next();
                        now.version++;
                        now.outbox.addAll(change.events());
                        scheduler.point();
                        return Optional.of(new Stored<>(change.next(), now.version));
                    }
                }
            }
        }
    }

    /** All as they are, for who looks from outside. */
    public List<T> all() {
        return kept.values().stream().map(one -> one.state).toList();
    }

    public boolean hasEvents() {
        return kept.values().stream().anyMatch(one -> !one.outbox.isEmpty());
    }

    /**
     * Sends what is in the outboxes, of each in order; who is killed between sending and noting it
     * makes another task send it again.
     */
    public void relay(SimulatedBus bus) {
        for (Kept<T> one : new ArrayList<>(kept.values())) {
            DomainEvent first = one.outbox.peek();
            if (first != null) {
                scheduler.point();
                bus.send(first);
                scheduler.point();
                // By identity: another task may have sent and removed it meanwhile.
                if (one.outbox.peek() == first) {
                    one.outbox.remove();
                }
            }
        }
    }
}
