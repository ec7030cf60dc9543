package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AuditEvent.AuditRecorded;
import io.keyway.contracts.id.AuditId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.bson.Document;

/**
 * Records attempts to read resources outside the caller's scope. Such a request must take as long
 * as one for a resource that does not exist: both do the same second lookup, and the record is
 * written on another thread.
 */
final class DeniedAccessLog {

    /** Records written at once; a caller that tries faster has to wait. */
    private static final int AT_ONCE_MAX = 64;

    /** Carries the audit event in its outbox; deleted when the event is published. */
    private record Attempt(AuditId id, List<PartnerId> scope) implements Aggregate {}

    private final Aggregates<Attempt> attempts;
    private final AuditWriter trail;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    DeniedAccessLog(
            MongoCollection<Document> documents,
            Relay relay,
            AuditWriter trail,
            Backfill backfill) {
        this.attempts = new Aggregates<>(documents, Attempt.class, relay, trail, this, backfill);
        this.attempts.audited(Audited.NONE);
        this.trail = trail;
    }

    /** Called after a lookup found nothing for the caller: records it if the resource exists. */
    void lookupFailed(Caller caller, MongoCollection<Document> documents, Id id) {
        Document foreign = documents.find(eq("_id", id.value())).first();
        if (foreign == null || caller.role() == Role.ANONYMOUS || caller.role() == Role.GATEWAY) {
            return;
        }
        List<PartnerId> seenBy = above(caller.path(), foreign.getList("scope", String.class));
        AuditRecorded event = trail.refused(seenBy, id);
        places.acquireUninterruptibly();
        writers.execute(
                () -> {
                    try {
                        attempts.insert(new Attempt(event.entry().id(), seenBy))
                                .ifPresent(written -> attempts.delete(written, event));
                    } finally {
                        places.release();
                    }
                });
    }

    /**
     * The partners above both the caller and the owner; none if they are in different trees, so
     * that only the operator sees the record.
     */
    private static List<PartnerId> above(List<PartnerId> caller, List<String> owner) {
        List<PartnerId> above = new ArrayList<>();
        for (int i = 0; i < Math.min(caller.size(), owner.size()); i++) {
            if (!caller.get(i).value().equals(owner.get(i))) {
                break;
            }
            above.add(caller.get(i));
        }
        return above;
    }
}
