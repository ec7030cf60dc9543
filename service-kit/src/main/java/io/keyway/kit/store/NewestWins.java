package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Writes documents with a {@code sequence}, each unless an equally new or newer one is stored. The
 * result is the same whatever the order of arrival, with repetitions, and with concurrent writers.
 *
 * <p>Most batches are either all new (a chunk of licenses) or all known. So it first reads what is
 * stored: an insert costs the store much less than an upsert, which must search first.
 */
final class NewestWins {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> documents;

    NewestWins(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /**
     * Writes the documents.
     *
     * @param newest one document per id
     * @return how many were newer than what was stored
     */
    int write(Collection<Document> newest) {
        Map<String, Long> known = known(newest);
        List<Document> absent = new ArrayList<>();
        List<Document> newer = new ArrayList<>();
        for (Document document : newest) {
            Long there = known.get(document.getString("_id"));
            if (there == null) {
                absent.add(document);
            } else if (there < document.getLong("sequence")) {
                newer.add(document);
            }
        }
        int written = absent.size();
        if (!absent.isEmpty()) {
            List<Document> taken = insert(absent);
            written -= taken.size();
            newer.addAll(taken);
        }
        return newer.isEmpty() ? written : written + replace(newer);
    }

    private Map<String, Long> known(Collection<Document> newest) {
        List<String> ids = newest.stream().map(document -> document.getString("_id")).toList();
        Map<String, Long> known = new HashMap<>();
        documents
                .find(in("_id", ids))
                .projection(Projections.include("sequence"))
                .forEach(
                        document ->
                                known.put(document.getString("_id"), document.getLong("sequence")));
        return known;
    }

    /**
     * Inserts the documents that were not stored.
     *
     * @return those that another process has inserted since the lookup
     */
    private List<Document> insert(List<Document> absent) {
        try {
            documents.insertMany(absent, new InsertManyOptions().ordered(false));
            return List.of();
        } catch (MongoBulkWriteException e) {
            List<Document> taken = new ArrayList<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                if (ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                taken.add(absent.get(error.getIndex()));
            }
            return taken;
        }
    }

    private int replace(List<Document> newer) {
        List<WriteModel<Document>> writes = new ArrayList<>(newer.size());
        for (Document document : newer) {
            writes.add(
                    new ReplaceOneModel<>(
                            and(
                                    eq("_id", document.getString("_id")),
                                    lt("sequence", document.getLong("sequence"))),
                            document));
        }
        return documents.bulkWrite(writes, UNORDERED).getMatchedCount();
    }
}
