package io.keyway.usage.journal;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.keyway.kit.store.Store;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The store of journals. They are inserted and read; their fingerprints are removed when the window
 * has passed, and the oldest journals after the retention. Each starts where the one before ends,
 * so the id of the next one is always known. Queries use the index of ids, and one on partition and
 * day.
 */
public final class Journals {

    /** Everything but what only the partition's owner needs. */
    private static final Bson WITHOUT_FINGERPRINTS =
            Projections.exclude(JournalDocuments.FINGERPRINTS, JournalDocuments.FINGERPRINTS_CRC);

    private static final Bson END = Projections.include("to", "day");

    private static final Duration RECENT_FOR = Duration.ofSeconds(10);

    private final MongoCollection<Document> documents;

    /** By id: what this process has inserted last, so that folding need not read it again. */
    private final Cache<String, Journal> recent;

    /**
     * @param recentMax deltas of journals kept in memory
     */
    public Journals(MongoCollection<Document> documents, int recentMax) {
        this.documents = documents;
        this.recent =
                Caffeine.newBuilder()
                        .maximumWeight(recentMax)
                        .weigher((String id, Journal journal) -> 1 + journal.deltas().size())
                        .expireAfterWrite(RECENT_FOR)
                        .build();
        Store.unhurried(documents)
                .createIndex(Indexes.ascending("topicId", "number", "day", "_id"));
    }

    /**
     * Inserts journals of different partitions in one request.
     *
     * @return those that were not inserted, because another owner has committed from their offset:
     *     this one no longer owns the partition
     */
    List<Journal> insert(List<Journal> made) {
        List<Journal> committedByOthers = List.of();
        try {
            documents.insertMany(
                    made.stream().map(JournalDocuments::toDocument).toList(),
                    new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (!e.getWriteErrors().stream().allMatch(Journals::isDuplicate)) {
                throw e;
            }
            committedByOthers =
                    e.getWriteErrors().stream().map(error -> made.get(error.getIndex())).toList();
        }
        for (Journal journal : made) {
            if (!committedByOthers.contains(journal)) {
                recent.put(journal.id(), journal.withoutFingerprints());
            }
        }
        return committedByOthers;
    }

    private static boolean isDuplicate(WriteError error) {
        return error.getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    /**
     * Where a journal ends.
     *
     * @param to the offset after it: of the newest journal, the next offset to count
     * @param day the newest day of receipt so far
     */
    record End(long to, long day) {

        /** Before the first journal. */
        static final End NONE = new End(0, Long.MIN_VALUE);
    }

    End end(Partition partition) {
        Document newest =
                documents
                        .find(between(partition, 0, Long.MAX_VALUE))
                        .projection(END)
                        .sort(Sorts.descending("_id"))
                        .limit(1)
                        .first();
        return newest == null ? End.NONE : end(newest);
    }

    private static End end(Document journal) {
        return new End(journal.getLong("to"), journal.getLong("day"));
    }

    /** Where the oldest journals of the partition end, in order, at most {@code max}. */
    List<End> oldest(Partition partition, int max) {
        return Store.unhurried(documents)
                .find(between(partition, 0, Long.MAX_VALUE))
                .projection(END)
                .sort(Sorts.ascending("_id"))
                .limit(max)
                .map(Journals::end)
                .into(new ArrayList<>());
    }

    /** Deletes the journals that start before this offset. */
    void delete(Partition partition, long to) {
        Store.unhurried(documents).deleteMany(between(partition, 0, to));
    }

    /** Receives the fingerprints of a journal. */
    interface FingerprintReader {
        void read(long from, long to, long day, List<Fingerprint> fingerprints);
    }

    /**
     * The fingerprints of the journals from an offset on, in order.
     *
     * @throws HaltedException if some do not have their checksum
     */
    void fingerprints(Partition partition, long from, FingerprintReader reader) {
        for (Document journal :
                Store.unhurried(documents)
                        .find(between(partition, from, Long.MAX_VALUE))
                        .projection(
                                Projections.include(
                                        "from",
                                        "to",
                                        "day",
                                        JournalDocuments.FINGERPRINTS,
                                        JournalDocuments.FINGERPRINTS_CRC))
                        .sort(Sorts.ascending("_id"))) {
            reader.read(
                    journal.getLong("from"),
                    journal.getLong("to"),
                    journal.getLong("day"),
                    JournalDocuments.fingerprints(journal));
        }
    }

    /** Removes the fingerprints of the journals from one offset to another, exclusive. */
    void removeFingerprints(Partition partition, long from, long to) {
        Store.unhurried(documents)
                .updateMany(
                        between(partition, from, to),
                        Updates.combine(
                                Updates.unset(JournalDocuments.FINGERPRINTS),
                                Updates.unset(JournalDocuments.FINGERPRINTS_CRC)));
    }

    /**
     * The journals from offset {@code from} on, in order, at most {@code max}. Those that are in
     * memory may come alone.
     */
    public List<Journal> after(Partition partition, long from, int max) {
        List<Journal> found = new ArrayList<>();
        Journal next = recent.getIfPresent(Journal.id(partition, from));
        while (next != null && found.size() < max) {
            found.add(next);
            next = recent.getIfPresent(Journal.id(partition, next.to()));
        }
        return found.isEmpty() ? next(partition, from, max) : found;
    }

    private List<Journal> next(Partition partition, long from, int max) {
        return documents
                .find(between(partition, from, Long.MAX_VALUE))
                .projection(WITHOUT_FINGERPRINTS)
                .sort(Sorts.ascending("_id"))
                .limit(max)
                .map(JournalDocuments::fromDocument)
                .into(new ArrayList<>());
    }

    /**
     * The same for several partitions. Nearly all have no journal or one, so one query for the next
     * journal of all partitions is cheaper than a query for each.
     */
    public Map<Partition, List<Journal>> after(Map<Partition, Long> from, int max) {
        Map<Partition, List<Journal>> found = new HashMap<>();
        Map<String, Partition> wanted = new HashMap<>();
        from.forEach((partition, next) -> wanted.put(Journal.id(partition, next), partition));
        for (int i = 0; i < max && !wanted.isEmpty(); i++) {
            List<Document> round =
                    documents
                            .find(in("_id", wanted.keySet()))
                            .projection(WITHOUT_FINGERPRINTS)
                            .into(new ArrayList<>());
            wanted.clear();
            for (Document document : round) {
                Journal journal = JournalDocuments.fromDocument(document);
                found.computeIfAbsent(journal.partition(), any -> new ArrayList<>()).add(journal);
                wanted.put(Journal.id(journal.partition(), journal.to()), journal.partition());
            }
        }
        return found;
    }

    /**
     * The journals of the partition, in order.
     *
     * @param end the end offset of the last journal at most
     * @param dayMin the first journal is the first of this day (since 1970) or a later one
     */
    public Iterable<Journal> upTo(Partition partition, long end, long dayMin) {
        Document first =
                documents
                        .find(
                                and(
                                        eq("topicId", partition.topicId()),
                                        eq("number", partition.number()),
                                        gte("day", dayMin)))
                        .projection(Projections.include("from"))
                        .sort(Sorts.ascending("day", "_id"))
                        .limit(1)
                        .first();
        return first == null ? List.of() : stored(partition, first.getLong("from"), end);
    }

    /** The journals of the partition that start at an offset from one to another, in order. */
    public Iterable<Journal> stored(Partition partition, long from, long end) {
        return Store.unhurried(documents)
                .find(between(partition, from, end))
                .projection(WITHOUT_FINGERPRINTS)
                .sort(Sorts.ascending("_id"))
                .map(JournalDocuments::fromDocument);
    }

    /** The journals that start at an offset from one to another, exclusive. */
    private static Bson between(Partition partition, long from, long to) {
        return and(gte("_id", Journal.id(partition, from)), lt("_id", Journal.id(partition, to)));
    }
}
