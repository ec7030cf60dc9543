package io.keyway.license.issuance;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.license.issuance.Issuance.Stage;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The issuances. */
@Component
class Issuances {

    private final Aggregates<Issuance> issuances;

    Issuances(Store store) {
        this.issuances =
                store.aggregates("issuances", Issuance.class)
                        .audited(Audited.CREATION)
                        .indexed("state.settled", "state.movedAt");
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
        return issuances
                .change(
                        id,
                        stored -> {
                            Issuance now = stored.state();
                            Issuance next = move.apply(now);
                            if (next == now) {
                                return Decision.keep();
                            }
                            return next.stage() == now.stage()
                                    ? Decision.change(next)
                                    : Decision.change(next, next.eventsOfStage());
                        })
                .map(Stored::state)
                .orElseThrow(() -> new IllegalStateException(id + " is gone"));
    }

    /** Those that wait for facts, and those that nobody has moved since. */
    List<Issuance> toRecover(Instant movedBefore) {
        return issuances
                .loadAll(
                        and(
                                eq("state.settled", false),
                                or(
                                        eq("state.stage", Stage.WAITING.name()),
                                        lt("state.movedAt", Date.from(movedBefore)))))
                .stream()
                .map(Stored::state)
                .toList();
    }
}
