package io.keyway.usage.journal;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.keyway.kit.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The store of journals. They are inserted and read, never changed. Each starts where the one
 * before ends, so the id of the next one is always known.
 */
public final class Journals {

    private final MongoCollection<Document> documents;

    public Journals(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** The result of an insert. */
    enum Commit {
        DONE,
        /** Another owner has committed from this offset: this one no longer owns the partition. */
        FENCED
    }

    Commit insert(Journal journal) {
        try {
            documents.insertOne(JournalDocuments.toDocument(journal));
            return Commit.DONE;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return Commit.FENCED;
            }
            throw e;
        }
    }

    /**
     * The end of the partition's newest journal: the next offset to count. Empty before the first.
     */
    Optional<Long> end(Partition partition) {
        return Optional.ofNullable(
                        documents
                                .find(of(partition))
                                .projection(Projections.include("to"))
                                .sort(Sorts.descending("_id"))
                                .limit(1)
                                .first())
                .map(document -> document.getLong("to"));
    }

    /** Loads the fingerprints of the partition that are still needed. */
    void restore(Partition partition, Fingerprints seen) {
        Optional<Long> newest =
                Optional.ofNullable(
                                documents
                                        .find(of(partition))
                                        .projection(Projections.include("day"))
                                        .sort(Sorts.descending("_id"))
                                        .limit(1)
                                        .first())
                        .map(document -> document.getLong("day"));
        if (newest.isEmpty()) {
            return;
        }
        for (Document document :
                Store.unhurried(documents)
                        .find(and(of(partition), gte("day", newest.get() - seen.daysKept())))
                        .projection(Projections.include("day", "fingerprints"))
                        .sort(Sorts.ascending("_id"))) {
            seen.add(document.getLong("day"), JournalDocuments.fingerprints(document));
        }
    }

    /** The journals from offset {@code from} on, in order, at most {@code max}. */
    public List<Journal> after(Partition partition, long from, int max) {
        return documents
                .find(and(gte("_id", Journal.id(partition, from)), lt("_id", partition.id() + ";")))
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
                    documents.find(in("_id", wanted.keySet())).into(new ArrayList<>());
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
     * All journals of the partition, in order.
     *
     * @param end the end offset of the last journal at most
     * @param dayMin leaves out journals whose events were all received before this day (since 1970)
     */
    public Iterable<Journal> upTo(Partition partition, long end, long dayMin) {
        return Store.unhurried(documents)
                .find(and(of(partition), lte("to", end), gte("day", dayMin)))
                .sort(Sorts.ascending("_id"))
                .map(JournalDocuments::fromDocument);
    }

    private static Bson of(Partition partition) {
        return and(gte("_id", partition.id() + ":"), lt("_id", partition.id() + ";"));
    }
}
