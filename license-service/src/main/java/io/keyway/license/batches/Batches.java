package io.keyway.license.batches;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The store of batches. Decisions of users are audited; progress is not. */
@Component
public class Batches {

    /** Batches to try when looking for one that no other instance has taken. */
    private static final int DUE_MAX = 20;

    private final Aggregates<Batch> batches;
    private final Aggregates<Batch> work;
    private final MongoCollection<Document> documents;

    Batches(Store store) {
        this.documents = store.collection("license_batches");
        this.batches =
                store.aggregates("license_batches", Batch.class)
                        .indexed("state.status", "state.due")
                        .indexed("state.partnerId", "state.status")
                        .expiring("state.expiresAt", "state.expiresAt");
        this.work = batches.bookkeeping();
    }

    /** Stores a new batch, or returns the one that the same request has stored before. */
    Stored<Batch> start(Batch batch) {
        return batches.insert(batch)
                .orElseThrow(() -> new IllegalStateException(batch.id() + " is there and is not"));
    }

    public Optional<Stored<Batch>> find(Caller caller, BatchId id) {
        return batches.find(caller, id);
    }

    Optional<Batch> load(BatchId id) {
        return batches.load(id).map(Stored::state);
    }

    Page<Stored<Batch>> page(Caller caller, PageRequest request) {
        return batches.page(caller, empty(), request);
    }

    /** How many batches of the partner are running; two that start together may both be missed. */
    long running(PartnerId partner) {
        return batches.countAll(
                and(eq("state.partnerId", partner.value()), eq("state.status", "running")));
    }

    /** Changes a batch for a user, with an audit record. */
    Stored<Batch> change(BatchId id, Function<Stored<Batch>, Decision<Batch>> decide) {
        return batches.change(id, decide).orElseThrow(Refused::notFound);
    }

    /** Stores progress, without an audit record; does nothing if the batch has expired. */
    void move(BatchId id, UnaryOperator<Batch> move) {
        work.change(id, stored -> Decision.change(move.apply(stored.state())));
    }

    /**
     * Takes the running batch that has been due longest; of several instances, one succeeds.
     *
     * @param until no other instance takes it before this time
     */
    Optional<Batch> takeNext(Instant now, Instant until) {
        for (BatchId id : due(now)) {
            AtomicBoolean taken = new AtomicBoolean();
            Optional<Batch> batch =
                    work.change(
                                    id,
                                    stored -> {
                                        Batch found = stored.state();
                                        taken.set(found.running() && !found.due().isAfter(now));
                                        return taken.get()
                                                ? Decision.change(found.takenUp(until))
                                                : Decision.keep();
                                    })
                            .map(Stored::state);
            if (batch.isPresent() && taken.get()) {
                return batch;
            }
        }
        return Optional.empty();
    }

    private List<BatchId> due(Instant now) {
        return documents
                .find(and(eq("state.status", "running"), lte("state.due", Date.from(now))))
                .projection(include("_id"))
                .sort(ascending("state.due"))
                .limit(DUE_MAX)
                .map(document -> new BatchId(document.getString("_id")))
                .into(new ArrayList<>());
    }
}
