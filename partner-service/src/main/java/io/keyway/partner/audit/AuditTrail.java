package io.keyway.partner.audit;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.github.f4b6a3.ulid.Ulid;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.audit.AuditChain;
import io.keyway.contracts.event.AuditEvent.AuditEntry;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.AuditId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores the audit chains. The records of one chain arrive through one partition and so normally at
 * one process. If two append while partitions are reassigned, the unique position makes one of them
 * fail; it reads the head again and retries.
 */
@Component
public class AuditTrail {

    /** How far the time of a record and the time in its id may differ; both are taken together. */
    private static final Duration ID_TOLERANCE = Duration.ofMinutes(1);

    /** The latest time that an id can hold, in seconds. */
    private static final long ID_SECONDS_MAX = ((1L << 48) - 1) / 1000;

    /** How often an append is retried because the head has moved. */
    private static final int ATTEMPTS_MAX = 50;

    /** Filter of a list; an absent value matches everything. */
    record Filter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable AccountId actor,
            @Nullable String resource) {

        private Bson toBson() {
            List<Bson> filters = new ArrayList<>();
            if (from != null) {
                filters.add(gte("state.at", Date.from(from)));
                filters.add(gte("_id", idAt(from, ID_TOLERANCE.negated())));
            }
            if (to != null) {
                filters.add(lt("state.at", Date.from(to)));
                filters.add(lt("_id", idAt(to, ID_TOLERANCE)));
            }
            if (actor != null) {
                filters.add(eq("state.actorId", actor.value()));
            }
            if (resource != null) {
                filters.add(eq("state.resourceId", resource));
            }
            return filters.isEmpty() ? Filters.empty() : and(filters);
        }

        /** Ids are sorted by time, so that a bound on the id lets the query stop early. */
        private static String idAt(Instant at, Duration apart) {
            long seconds = Math.clamp(at.getEpochSecond() + apart.toSeconds(), 0, ID_SECONDS_MAX);
            return AuditId.with(Ulid.min(seconds * 1000).toLowerCase()).value();
        }
    }

    /**
     * A signed statement of a chain's hash at one record.
     *
     * @param sequence number of the record in the chain
     * @param hash hash of the record, which covers all records before it
     * @param at when it was signed
     * @param signature Ed25519 signature, base64
     */
    record Checkpoint(long sequence, String hash, Instant at, String signature) {}

    private final Aggregates<AuditRecord> records;
    private final MongoCollection<Document> heads;
    private final MongoCollection<Document> checkpoints;
    private final AuditKey key;
    private final PartnerProperties.Audit settings;
    private final Clock clock;

    AuditTrail(Store store, AuditKey key, PartnerProperties settings, Clock clock) {
        this.records =
                store.aggregates("audit_records", AuditRecord.class)
                        .audited(Audited.NONE)
                        .unique("state.position")
                        .indexed("state.actorId", "_id")
                        .indexed("state.resourceId", "_id");
        this.heads = store.collection("audit_ends");
        this.checkpoints = store.collection("audit_checkpoints");
        Store.unhurried(checkpoints).createIndex(Indexes.ascending("chain", "sequence"));
        this.key = key;
        this.settings = settings.audit();
        this.clock = clock;
    }

    /** Appends the entry to its chain; an entry that is in it already is ignored. */
    public void append(AuditEntry entry) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (records.load(entry.id()).isPresent()) {
                return;
            }
            ChainHead head = head(entry.chain());
            AuditRecord record = AuditRecord.after(head, entry);
            Optional<Stored<AuditRecord>> written = records.insert(record);
            // If the position is taken, the process that took it has not moved the head yet.
            AuditRecord last =
                    written.or(() -> records.loadBy("state.position", record.position()))
                            .orElseThrow()
                            .state();
            ChainHead moved =
                    new ChainHead(head.chain(), last.sequence(), last.hash(), head.checkpoint());
            moveHead(head, moved);
            if (written.isPresent()) {
                checkpointIfDue(moved);
                return;
            }
        }
        throw new IllegalStateException("the end of chain " + entry.chain() + " keeps moving");
    }

    Page<AuditRecord> page(Caller caller, Filter filter, PageRequest page) {
        return records.page(caller, filter.toBson(), page).map(Stored::state);
    }

    /** At most {@code limit} records after the sequence, in order, up to the first gap. */
    List<AuditRecord> after(String chain, long sequence, int limit) {
        List<String> positions =
                LongStream.rangeClosed(sequence + 1, sequence + limit)
                        .mapToObj(next -> AuditRecord.position(chain, next))
                        .toList();
        List<AuditRecord> found =
                records.loadAll(in("state.position", positions)).stream()
                        .map(Stored::state)
                        .sorted(Comparator.comparingLong(AuditRecord::sequence))
                        .toList();
        int length = 0;
        while (length < found.size() && found.get(length).sequence() == sequence + 1 + length) {
            length++;
        }
        return found.subList(0, length);
    }

    /** The checkpoints at records after one sequence and up to another. */
    List<Checkpoint> checkpoints(String chain, long after, long upTo) {
        List<Checkpoint> found = new ArrayList<>();
        for (Document document :
                checkpoints.find(
                        and(
                                eq("chain", chain),
                                Filters.gt("sequence", after),
                                Filters.lte("sequence", upTo)))) {
            found.add(
                    new Checkpoint(
                            document.getLong("sequence"),
                            document.getString("hash"),
                            document.getDate("at").toInstant(),
                            document.getString("signature")));
        }
        return found;
    }

    ChainHead head(String chain) {
        Document found = heads.find(eq("_id", chain)).first();
        return found == null
                ? ChainHead.empty(chain)
                : new ChainHead(
                        chain,
                        found.getLong("sequence"),
                        found.getString("hash"),
                        found.getLong("checkpoint"));
    }

    /**
     * A signed statement of the head. A reader who keeps it can prove later that records were cut
     * off.
     */
    Checkpoint signed(ChainHead head) {
        return new Checkpoint(
                head.sequence(),
                head.hash(),
                clock.instant(),
                key.sign(AuditChain.checkpoint(head.chain(), head.sequence(), head.hash())));
    }

    private void checkpointIfDue(ChainHead head) {
        if (head.sequence() - head.checkpoint() < settings.checkpointEvery()) {
            return;
        }
        Checkpoint checkpoint = signed(head);
        checkpoints.updateOne(
                eq("_id", AuditRecord.position(head.chain(), head.sequence())),
                Updates.combine(
                        Updates.setOnInsert("chain", head.chain()),
                        Updates.setOnInsert("sequence", checkpoint.sequence()),
                        Updates.setOnInsert("hash", checkpoint.hash()),
                        Updates.setOnInsert("at", Date.from(checkpoint.at())),
                        Updates.setOnInsert("signature", checkpoint.signature())),
                new UpdateOptions().upsert(true));
        moveHead(head, new ChainHead(head.chain(), head.sequence(), head.hash(), head.sequence()));
    }

    /** Moves the head if it is still the one that was read; a late process changes nothing. */
    private void moveHead(ChainHead from, ChainHead to) {
        if (from.sequence() == 0 && heads.find(eq("_id", from.chain())).first() == null) {
            heads.updateOne(
                    eq("_id", from.chain()),
                    Updates.combine(
                            Updates.setOnInsert("sequence", 0L),
                            Updates.setOnInsert("hash", from.hash()),
                            Updates.setOnInsert("checkpoint", 0L)),
                    new UpdateOptions().upsert(true));
        }
        heads.updateOne(
                and(eq("_id", from.chain()), eq("sequence", from.sequence())),
                Updates.combine(
                        Updates.set("sequence", to.sequence()),
                        Updates.set("hash", to.hash()),
                        Updates.set("checkpoint", to.checkpoint())));
    }
}
