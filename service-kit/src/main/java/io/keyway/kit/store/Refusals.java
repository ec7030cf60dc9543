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
 * Records who asks for what lies outside its branch. The answer is the same as for what does not
 * exist, and takes as long: both are looked up once more, and the record is written beside.
 */
final class Refusals {

    /** Written at once; whoever tries faster than that waits. */
    private static final int AT_ONCE_MAX = 64;

    /** What is recorded; it goes as soon as it is told. */
    private record Refusal(AuditId id, List<PartnerId> scope) implements Aggregate {}

    private final Aggregates<Refusal> refusals;
    private final AuditWriter trail;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    Refusals(MongoCollection<Document> documents, Relay relay, AuditWriter trail, Backfill backfill) {
        this.refusals = new Aggregates<>(documents, Refusal.class, relay, trail, this, backfill);
        this.refusals.audited(Audited.NONE);
        this.trail = trail;
    }

    /** The caller was told that there is no such id; it is recorded if there is. */
    void missed(Caller caller, MongoCollection<Document> documents, Id id) {
        Document foreign = documents.find(eq("_id", id.value())).first();
        if (foreign == null || caller.role() == Role.ANONYMOUS || caller.role() == Role.GATEWAY) {
            return;
        }
        List<PartnerId> seenBy = above(caller.path(), foreign.getList("scope", String.class));
        AuditRecorded told = trail.refused(seenBy, id);
        places.acquireUninterruptibly();
        writers.execute(
                () -> {
                    try {
                        refusals.insert(new Refusal(told.entry().id(), seenBy))
                                .ifPresent(written -> refusals.delete(written, told));
                    } finally {
                        places.release();
                    }
                });
    }

    /** The partners above both; nobody but the operator, where two trees are concerned. */
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
