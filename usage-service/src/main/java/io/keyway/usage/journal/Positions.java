package io.keyway.usage.journal;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The store of positions: up to which offset the journals of each partition are in the buckets, up
 * to which quotas were checked for their usage, and up to which they are dropped. It also lists all
 * partitions. Document: {@code _id, topicId, number, folded, checked, droppedTo, droppedDay}; the
 * last two are missing while nothing is dropped, {@code checked} in partitions from before there
 * were quotas.
 */
public final class Positions {

    private static final String CHECKED = "checked";
    private static final String DROPPED_TO = "droppedTo";
    private static final String DROPPED_DAY = "droppedDay";

    private final MongoCollection<Document> documents;

    public Positions(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /**
     * The journals of a partition that are dropped: they are deleted, or will be.
     *
     * @param to where the last of them ends; 0 if there is none
     * @param day the newest day of receipt among them, in days since 1970
     */
    public record Dropped(long to, long day) {

        static final Dropped NONE = new Dropped(0, Long.MIN_VALUE);

        /**
         * Whether they may have usage of this day or an earlier one. An event may be minutes ahead
         * of its receipt, so their usage ends one day after the last receipt.
         */
        public boolean reach(LocalDate usage) {
            return usage.toEpochDay() <= day + 1;
        }

        private static Dropped of(@Nullable Document position) {
            return position == null || !position.containsKey(DROPPED_TO)
                    ? NONE
                    : new Dropped(position.getLong(DROPPED_TO), position.getLong(DROPPED_DAY));
        }
    }

    /** Adds the partition if it is new; call before its first journal, so that reads find it. */
    void add(Partition partition) {
        try {
            documents.insertOne(
                    new Document("_id", partition.id())
                            .append("topicId", partition.topicId())
                            .append("number", partition.number())
                            .append("folded", 0L)
                            .append(CHECKED, 0L));
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
        return positions(empty(), Positions::folded);
    }

    /** The fold positions of these partitions; a new one has none. */
    public Map<Partition, Long> folded(Collection<Partition> partitions) {
        return positions(
                in("_id", partitions.stream().map(Partition::id).toList()), Positions::folded);
    }

    long folded(Partition partition) {
        return folded(List.of(partition)).getOrDefault(partition, 0L);
    }

    private static long folded(Document position) {
        return position.getLong("folded");
    }

    private Map<Partition, Long> positions(Bson filter, ToLongFunction<Document> offset) {
        Map<Partition, Long> positions = new HashMap<>();
        for (Document document : documents.find(filter)) {
            positions.put(
                    new Partition(document.getString("topicId"), document.getInteger("number")),
                    offset.applyAsLong(document));
        }
        return positions;
    }

    /** A position that moves, unless another process has moved it. */
    public record Advance(Partition partition, long from, long to) {}

    public void advance(List<Advance> advances) {
        if (advances.isEmpty()) {
            return;
        }
        documents.bulkWrite(
                advances.stream().map(Positions::update).toList(),
                new BulkWriteOptions().ordered(false));
    }

    private static UpdateOneModel<Document> update(Advance advance) {
        return new UpdateOneModel<>(
                and(eq("_id", advance.partition().id()), eq("folded", advance.from())),
                Updates.set("folded", advance.to()));
    }

    /**
     * Up to which offset quotas were checked for the usage of these partitions. From before there
     * were quotas, nothing needs to be: what is folded counts as checked.
     */
    public Map<Partition, Long> checked(Collection<Partition> partitions) {
        return positions(
                in("_id", partitions.stream().map(Partition::id).toList()),
                position ->
                        position.containsKey(CHECKED)
                                ? position.getLong(CHECKED)
                                : folded(position));
    }

    /** Stores up to where quotas were checked. It never goes back. */
    public void check(Map<Partition, Long> to) {
        if (to.isEmpty()) {
            return;
        }
        List<UpdateOneModel<Document>> updates = new ArrayList<>();
        to.forEach(
                (partition, end) ->
                        updates.add(
                                new UpdateOneModel<>(
                                        eq("_id", partition.id()), Updates.max(CHECKED, end))));
        documents.bulkWrite(updates, new BulkWriteOptions().ordered(false));
    }

    /** What is dropped of every partition. */
    public List<Dropped> dropped() {
        return documents.find().map(Dropped::of).into(new ArrayList<>());
    }

    public Dropped dropped(Partition partition) {
        return Dropped.of(documents.find(eq("_id", partition.id())).first());
    }

    /** Marks journals as dropped; call before they are deleted. It never goes back. */
    void drop(Partition partition, Dropped dropped) {
        documents.updateOne(
                eq("_id", partition.id()),
                Updates.combine(
                        Updates.max(DROPPED_TO, dropped.to()),
                        Updates.max(DROPPED_DAY, dropped.day())));
    }
}
