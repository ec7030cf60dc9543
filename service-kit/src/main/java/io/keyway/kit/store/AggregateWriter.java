package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Writes aggregates of one kind. Every write is one operation on one document: conditional on the
 * version that was read, with the events that follow and the audit record in the same document.
 */
final class AggregateWriter<T extends Aggregate> {

    /** How often a change is decided again because another write came first. */
    private static final int ATTEMPTS_MAX = 50;

    private final AggregateDocuments<T> documents;
    private final Relay relay;
    private final AuditWriter trail;
    private Audited audited;

    AggregateWriter(
            AggregateDocuments<T> documents, Relay relay, AuditWriter trail, Audited audited) {
        this.documents = documents;
        this.relay = relay;
        this.trail = trail;
        this.audited = audited;
    }

    void audited(Audited which) {
        this.audited = which;
    }

    /** The same writer for changes that the audit trail leaves out. */
    AggregateWriter<T> unaudited() {
        return new AggregateWriter<>(documents, relay, trail, Audited.NONE);
    }

    /**
     * @return false if the id or a unique field exists already
     */
    boolean insert(T state, List<DomainEvent> events) {
        Document document = documents.newDocument(state);
        List<DomainEvent> all =
                withAuditRecord(state, null, document.get("state", Document.class), events);
        relay.outbox().document(document, all);
        try {
            relay.write(
                    documents.collection(),
                    state.id().value(),
                    () -> {
                        documents.collection().insertOne(document);
                        return document;
                    });
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Inserts those whose ids are new, without events of their own and without audit records. */
    void insertAll(Collection<T> states) {
        List<Document> all = states.stream().map(documents::newDocument).toList();
        try {
            documents.collection().insertMany(all, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            for (BulkWriteError error : e.getWriteErrors()) {
                if (ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
            }
        }
    }

    /**
     * @return the aggregate after the change; empty if there is none
     */
    Optional<Stored<T>> change(Id id, Function<Stored<T>, Decision<T>> decide) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Document read = documents.find(eq("_id", id.value())).first();
            if (read == null) {
                return Optional.empty();
            }
            Stored<T> stored = documents.stored(read);
            Optional<Stored<T>> written =
                    switch (decide.apply(stored)) {
                        case Decision.Keep<T> keep -> Optional.of(stored);
                        case Decision.Change<T> change -> write(read, stored, change);
                    };
            if (written.isPresent()) {
                return written;
            }
        }
        throw new IllegalStateException(
                "no attempt of " + ATTEMPTS_MAX + " to change " + id.value() + " was undisturbed");
    }

    private Optional<Stored<T>> write(Document read, Stored<T> stored, Decision.Change<T> change) {
        T next = change.next();
        Document after = StoreJson.toDocument(next);
        List<DomainEvent> events = withAuditRecord(next, stored.state(), after, change.events());
        return write(read, stored.version(), next, events, documents.stateUpdate(next, after));
    }

    /**
     * @return false if it changed since it was read
     */
    boolean delete(Stored<T> read, List<DomainEvent> events) {
        T last = read.state();
        Document now =
                documents
                        .find(and(eq("_id", last.id().value()), eq("version", read.version())))
                        .first();
        if (now == null) {
            return false;
        }
        List<DomainEvent> all = withAuditRecord(last, last, null, events);
        return write(now, read.version(), last, all, AggregateDocuments.stateRemoval()).isPresent();
    }

    /**
     * @param read the document as it was read
     * @param stateUpdate what becomes of its state
     * @return empty if the document changed since it was read
     */
    private Optional<Stored<T>> write(
            Document read, long version, T next, List<DomainEvent> events, Bson stateUpdate) {
        String id = next.id().value();
        Outbox.Addition added = relay.outbox().addition(read, version + 1, events);
        List<Bson> updates = new ArrayList<>();
        updates.add(stateUpdate);
        updates.addAll(documents.commonUpdates(next, version + 1));
        updates.addAll(added.updates());
        Bson asRead =
                and(
                        eq("_id", id),
                        eq("version", version),
                        added.asRead(),
                        AggregateDocuments.NOT_DELETED);
        Supplier<@Nullable Document> write = () -> update(asRead, Updates.combine(updates));
        Document written =
                added.claims() ? relay.write(documents.collection(), id, write) : write.get();
        return written == null ? Optional.empty() : Optional.of(new Stored<>(next, version + 1));
    }

    private @Nullable Document update(Bson asRead, Bson updates) {
        try {
            return documents
                    .collection()
                    .findOneAndUpdate(
                            asRead,
                            updates,
                            new FindOneAndUpdateOptions()
                                    .returnDocument(ReturnDocument.AFTER)
                                    .projection(Delivery.NEEDED));
        } catch (MongoCommandException e) {
            if (ErrorCategory.fromErrorCode(e.getErrorCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            throw new TakenException();
        }
    }

    /** Adds the audit record to the events, unless this kind of change is not recorded. */
    private List<DomainEvent> withAuditRecord(
            T aggregate, @Nullable T before, @Nullable Document after, List<DomainEvent> events) {
        boolean recorded =
                switch (audited) {
                    case ALL -> true;
                    case PUBLISHED -> !events.isEmpty();
                    case CREATION -> before == null;
                    case NONE -> false;
                };
        if (!recorded) {
            return events;
        }
        List<DomainEvent> all = new ArrayList<>(events);
        Document old = before == null ? null : StoreJson.toDocument(before);
        all.add(trail.change(aggregate, old, after, events));
        return all;
    }
}
