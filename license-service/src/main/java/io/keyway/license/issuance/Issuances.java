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
import io.keyway.license.issuance.Issuance.Stage;
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

/** The issuances. */
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

    /** The new issuance, or the one that the same request has made before. */
    Issuance start(Issuance issuance) {
        return issuances
                .insert(issuance, issuance.eventsOfStage())
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
     * Moves the issuance on, with the events of the stage it comes to.
     *
     * @param move what it becomes; the same object for no change
     */
    Issuance move(IssuanceId id, Function<Issuance, Issuance> move) {
        return changed(
                id,
                now -> {
                    Issuance next = move.apply(now);
                    if (next == now) {
                        return Decision.keep();
                    }
                    return next.stage() == now.stage()
                            ? Decision.change(next)
                            : Decision.change(next, next.eventsOfStage());
                });
    }

    /**
     * The chunk is issued: written together with the event that tells of its licenses. Nothing
     * happens if it was done before.
     */
    Issuance done(IssuanceId id, Chunk chunk, LicensesIssued event, Instant now) {
        return changed(
                id,
                found -> {
                    if (found.stage() != Stage.ISSUING || !found.chunksToDo().contains(chunk)) {
                        return Decision.keep();
                    }
                    Issuance next = found.done(chunk, now);
                    List<DomainEvent> events = new ArrayList<>(List.of(event));
                    if (next.stage() != found.stage()) {
                        events.addAll(List.of(next.eventsOfStage()));
                    }
                    return new Decision.Change<>(next, events);
                });
    }

    /** The quotas know how it ended: written together with what follows from that. */
    Issuance settled(Issuance issuance, DomainEvent[] news, Instant now) {
        return changed(
                issuance.id(),
                found ->
                        found.settled()
                                ? Decision.keep()
                                : Decision.change(found.settled(now), news));
    }

    /** Some that have not ended in the stages, and that nobody has moved since. */
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

    /** Takes the issuance up, unless somebody has moved it since: of several instances one does. */
    Optional<Issuance> takeUp(IssuanceId id, Instant unmovedSince, Instant now) {
        AtomicBoolean taken = new AtomicBoolean();
        Issuance issuance =
                changed(
                        id,
                        found -> {
                            taken.set(!found.settled() && found.movedAt().isBefore(unmovedSince));
                            return taken.get()
                                    ? Decision.change(found.takenUp(now))
                                    : Decision.keep();
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
