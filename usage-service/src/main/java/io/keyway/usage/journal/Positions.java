package io.keyway.usage.journal;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/**
 * The store of fold positions: up to which offset the journals of each partition are in the
 * buckets. It also lists all partitions. Document: {@code _id, topicId, number, folded}.
 */
public final class Positions {

    private final MongoCollection<Document> documents;

    public Positions(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** Adds the partition if it is new; call before its first journal, so that reads find it. */
    void add(Partition partition) {
        try {
            documents.insertOne(
                    new Document("_id", partition.id())
                            .append("topicId", partition.topicId())
                            .append("number", partition.number())
                            .append("folded", 0L));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /** Whether there are partitions, and all of another topic than this. */
    boolean areOfAnotherTopic(String topicId) {
        Set<Partition> partitions = all().keySet();
        return !partitions.isEmpty()
                && partitions.stream().noneMatch(partition -> partition.topicId().equals(topicId));
    }

    /** The fold position of every partition. */
    public Map<Partition, Long> all() {
        Map<Partition, Long> all = new HashMap<>();
        for (Document document : documents.find()) {
            all.put(
                    new Partition(document.getString("topicId"), document.getInteger("number")),
                    document.getLong("folded"));
        }
        return all;
    }

    public Optional<Long> folded(Partition partition) {
        return Optional.ofNullable(documents.find(eq("_id", partition.id())).first())
                .map(document -> document.getLong("folded"));
    }

    /**
     * @return false if another process has advanced the position
     */
    public boolean advance(Partition partition, long from, long to) {
        return documents
                        .updateOne(
                                and(eq("_id", partition.id()), eq("folded", from)),
                                Updates.set("folded", to))
                        .getMatchedCount()
                > 0;
    }
}
