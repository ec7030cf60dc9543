package io.keyway.license.issuance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.kit.store.AggregateStore;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.license.issuance.Issuance.Issuing;
import io.keyway.license.issuance.Issuance.Settling;
import io.keyway.license.issuance.Issuance.Unsettled;
import io.keyway.license.issuance.IssuanceDocument.Stage;
import io.keyway.license.quotas.ClaimHolders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The store of issuances. */
@Component
public class Issuances implements ClaimHolders {

    private final AggregateStore<Issuance> issuances;

    @Autowired
    Issuances(Store store) {
        this(
                store.aggregates("issuances", Issuance.class)
                        .audited(Audited.CREATION)
                        .indexed("state.settled", "state.stage", "state.movedAt"));
    }

    Issuances(AggregateStore<Issuance> issuances) {
        this.issuances = issuances;
    }

    /** Stores a new issuance, or returns the one that the same request has stored before. */
    Issuance start(Issuance issuance) {
        return issuances
                .insert(issuance, issuance.eventsOnEntry().toArray(DomainEvent[]::new))
                .map(Stored::state)
                .orElseThrow(
                        () -> new IllegalStateException(issuance.id() + " is there and is not"));
    }

    Optional<Stored<Issuance>> find(Caller caller, IssuanceId id) {
        return issuances.find(caller, id);
    }

    Optional<Issuance> load(IssuanceId id) {
        return issuances.load(id).map(Stored::state);
    }

    /**
     * Moves the issuance on if it is still in this state; if its stage changes, publishes the
     * events of the new stage.
     *
     * @return the issuance as it is now
     */
    <S extends Issuance> Issuance move(IssuanceId id, Class<S> from, Function<S, Issuance> move) {
        return changed(
                id,
                found ->
                        from.isInstance(found)
                                ? moved(found, move.apply(from.cast(found)), List.of())
                                : Decision.keep());
    }

    /**
     * Marks a chunk as issued, in one write with the event about its licenses. Does nothing if it
     * is marked already.
     */
    Issuance done(IssuanceId id, Chunk chunk, LicensesIssued event, Instant now) {
        return changed(
                id,
                found ->
                        found instanceof Issuing issuing && issuing.chunksToDo().contains(chunk)
                                ? moved(found, issuing.done(chunk, now), List.of(event))
                                : Decision.keep());
    }

    private static Decision<Issuance> moved(
            Issuance before, Issuance after, List<DomainEvent> first) {
        List<DomainEvent> events = new ArrayList<>(first);
        if (Stage.of(after) != Stage.of(before)) {
            events.addAll(after.eventsOnEntry());
        }
        return new Decision.Change<>(after, events);
    }

    /** Marks that the quotas are settled, in one write with the events that follow from it. */
    Issuance settled(IssuanceId id, DomainEvent[] events, Instant now) {
        return changed(
                id,
                found ->
                        found instanceof Settling settling
                                ? Decision.change(settling.settled(now), events)
                                : Decision.keep());
    }

    /** Unsettled issuances in these stages that have not moved since. */
    List<Issuance> unmoved(Set<Stage> stages, Instant since, int max) {
        return issuances
                .loadAll(
                        and(
                                eq("state.settled", false),
                                in("state.stage", stages.stream().map(Stage::name).toList()),
                                lt("state.movedAt", Date.from(since))),
                        max)
                .stream()
                .map(Stored::state)
                .toList();
    }

    /** Takes the issuance if it has not moved since; of several instances, one succeeds. */
    Optional<Issuance> takeUp(IssuanceId id, Instant unmovedSince, Instant now) {
        AtomicBoolean taken = new AtomicBoolean();
        Issuance issuance =
                changed(
                        id,
                        found -> {
                            if (found instanceof Unsettled unsettled
                                    && found.head().movedAt().isBefore(unmovedSince)) {
                                taken.set(true);
                                return Decision.change(unsettled.takenUp(now));
                            }
                            taken.set(false);
                            return Decision.keep();
                        });
        return taken.get() ? Optional.of(issuance) : Optional.empty();
    }

    /** A completed issuance has its claims confirmed, a failed one released. */
    @Override
    public boolean keepsNothing(Id holder) {
        return holder instanceof IssuanceId id && load(id).filter(Issuance::settled).isPresent();
    }

    private Issuance changed(IssuanceId id, Function<Issuance, Decision<Issuance>> decide) {
        return issuances
                .change(id, stored -> decide.apply(stored.state()))
                .map(Stored::state)
                .orElseThrow(() -> new IllegalStateException(id + " is gone"));
    }
}
