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
 * The chains. Records of one chain come through one partition and so from one process; should two
 * be at it while partitions move, the position is unique: one of them loses and looks again.
 */
@Component
class AuditTrail {

    /** How far the instant of a record and the one in its id, both taken at once, lie apart. */
    private static final Duration ID_APART = Duration.ofMinutes(1);

    /** Later than that no id can be. */
    private static final long ID_SECONDS_MAX = ((1L << 48) - 1) / 1000;

    /** How often a record is put after the end anew because the end had moved. */
    private static final int ATTEMPTS_MAX = 50;

    /** What a list is narrowed to; what is absent narrows nothing. */
    record Asked(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable AccountId actor,
            @Nullable String resource) {

        private Bson filter() {
            List<Bson> filters = new ArrayList<>();
            if (from != null) {
                filters.add(gte("state.at", Date.from(from)));
                filters.add(gte("_id", idAt(from, ID_APART.negated())));
            }
            if (to != null) {
                filters.add(lt("state.at", Date.from(to)));
                filters.add(lt("_id", idAt(to, ID_APART)));
            }
            if (actor != null) {
                filters.add(eq("state.actorId", actor.value()));
            }
            if (resource != null) {
                filters.add(eq("state.resourceId", resource));
            }
            return filters.isEmpty() ? Filters.empty() : and(filters);
        }

        /** A list is in the order of the ids, and so ends with the instants asked for. */
        private static String idAt(Instant at, Duration apart) {
            long seconds = Math.clamp(at.getEpochSecond() + apart.toSeconds(), 0, ID_SECONDS_MAX);
            return AuditId.with(Ulid.min(seconds * 1000).toLowerCase()).value();
        }
    }

    /** A signed statement of what a chain's hash was at a record. */
    record Checkpoint(long sequence, String hash, Instant at, String signature) {}

    private final Aggregates<AuditRecord> records;
    private final MongoCollection<Document> ends;
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
        this.ends = store.collection("audit_ends");
        this.checkpoints = store.collection("audit_checkpoints");
        Store.unhurried(checkpoints).createIndex(Indexes.ascending("chain", "sequence"));
        this.key = key;
        this.settings = settings.audit();
        this.clock = clock;
    }

    /** Puts the entry at the end of its chain, once however often it comes. */
    void append(AuditEntry entry) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (records.load(entry.id()).isPresent()) {
                return;
            }
            ChainEnd end = end(entry.chain());
            AuditRecord record = AuditRecord.after(end, entry);
            Optional<Stored<AuditRecord>> written = records.insert(record);
            // If the place is taken, whoever took it did not come to move the end.
            AuditRecord last =
                    written.or(() -> records.loadBy("state.position", record.position()))
                            .orElseThrow()
                            .state();
            ChainEnd moved =
                    new ChainEnd(end.chain(), last.sequence(), last.hash(), end.checkpoint());
            move(end, moved);
            if (written.isPresent()) {
                checkpointIfDue(moved);
                return;
            }
        }
        throw new IllegalStateException(
                "the end of chain " + entry.chain() + " does not hold still");
    }

    Page<AuditRecord> page(Caller caller, Asked asked, PageRequest page) {
        return records.page(caller, asked.filter(), page).map(Stored::state);
    }

    /** The records that follow the sequence, in order. */
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
            length++; // What comes after a gap does not follow.
        }
        return found.subList(0, length);
    }

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

    ChainEnd end(String chain) {
        Document end = ends.find(eq("_id", chain)).first();
        return end == null
                ? ChainEnd.start(chain)
                : new ChainEnd(
                        chain,
                        end.getLong("sequence"),
                        end.getString("hash"),
                        end.getLong("checkpoint"));
    }

    /** What the end is now, signed: whoever keeps it can tell later that nothing was cut off. */
    Checkpoint signed(ChainEnd end) {
        return new Checkpoint(
                end.sequence(),
                end.hash(),
                clock.instant(),
                key.sign(AuditChain.checkpoint(end.chain(), end.sequence(), end.hash())));
    }

    private void checkpointIfDue(ChainEnd end) {
        if (end.sequence() - end.checkpoint() < settings.checkpointEvery()) {
            return;
        }
        Checkpoint checkpoint = signed(end);
        checkpoints.updateOne(
                eq("_id", AuditRecord.position(end.chain(), end.sequence())),
                Updates.combine(
                        Updates.setOnInsert("chain", end.chain()),
                        Updates.setOnInsert("sequence", checkpoint.sequence()),
                        Updates.setOnInsert("hash", checkpoint.hash()),
                        Updates.setOnInsert("at", Date.from(checkpoint.at())),
                        Updates.setOnInsert("signature", checkpoint.signature())),
                new UpdateOptions().upsert(true));
        move(end, new ChainEnd(end.chain(), end.sequence(), end.hash(), end.sequence()));
    }

    /** Only forward, and only from where it was seen: who comes late changes nothing. */
    private void move(ChainEnd from, ChainEnd to) {
        if (from.sequence() == 0 && ends.find(eq("_id", from.chain())).first() == null) {
            ends.updateOne(
                    eq("_id", from.chain()),
                    Updates.combine(
                            Updates.setOnInsert("sequence", 0L),
                            Updates.setOnInsert("hash", from.hash()),
                            Updates.setOnInsert("checkpoint", 0L)),
                    new UpdateOptions().upsert(true));
        }
        ends.updateOne(
                and(eq("_id", from.chain()), eq("sequence", from.sequence())),
                Updates.combine(
                        Updates.set("sequence", to.sequence()),
                        Updates.set("hash", to.hash()),
                        Updates.set("checkpoint", to.checkpoint())));
    }
}
