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
import org.bson.Document;

/**
 * How far each partition's journals are folded into buckets; the list of all partitions that ever
 * were. Document: {@code _id, topicId, number, folded}.
 */
public final class Positions {

    private final MongoCollection<Document> documents;

    public Positions(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** Makes the partition known to readers; to be done before its first journal. */
    void introduce(Partition partition) {
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

    /** Up to which offset each partition is folded. */
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
     * @return false if another folder has been here
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
