package io.keyway.usage.buckets;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Store;
import io.keyway.usage.documents.PartialDocuments;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.records.Attribution;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The store of buckets. Document: {@code _id, kind, scope, customerId, licenseId, productId, meter,
 * day, topicId, number, off, cells[{hour, dimensions, partial}]}; partner buckets have no customer,
 * license and product.
 */
public final class Buckets {

    public static final String PARTNER = "partner";
    public static final String LICENSE = "license";

    private final MongoCollection<Document> documents;

    Buckets(MongoCollection<Document> documents) {
        this.documents = documents;
        MongoCollection<Document> unhurried = Store.unhurried(documents);
        unhurried.createIndex(Indexes.ascending("scope", "meter", "kind", "day"));
        // For the operator, who sees all scopes.
        unhurried.createIndex(Indexes.ascending("meter", "kind", "day"));
        unhurried.createIndex(Indexes.ascending("licenseId", "meter", "day"));
        unhurried.createIndex(Indexes.ascending("customerId", "meter", "day"));
        unhurried.createIndex(Indexes.ascending("topicId", "number"));
    }

    /**
     * @param next the bucket to store
     * @param offBefore the offset of the state from which it was folded; 0 for a new bucket
     */
    record Change(Bucket next, long offBefore) {}

    /** The existing buckets, by key. */
    Map<BucketKey, Bucket> load(Collection<BucketKey> keys) {
        Map<BucketKey, Bucket> found = new HashMap<>();
        Bson filter = in("_id", keys.stream().map(BucketKey::id).toList());
        for (Document document : documents.find(filter)) {
            Bucket bucket = fromDocument(document);
            found.put(bucket.key(), bucket);
        }
        return found;
    }

    /**
     * Passes on the buckets of a partner's branch with this meter, one by one: one range of ids. In
     * the stand-in, one query for the ranges of 200 partners took twice as long as 200 queries.
     *
     * @param from first day
     * @param to day after the last
     */
    public void ofPartner(
            PartnerId partner, MeterId meter, LocalDate from, LocalDate to, Consumer<Bucket> each) {
        String owner = BucketKey.OfPartner.id(partner);
        documents
                .find(
                        and(
                                gte("_id", BucketKey.idStart(owner, meter, from)),
                                lt("_id", BucketKey.idStart(owner, meter, to))))
                .map(Buckets::fromDocument)
                .forEach(each);
    }

    /**
     * The same for the licenses of a customer while they belonged to this partner itself, not to
     * one below it.
     */
    public void ofCustomer(
            CustomerId customer,
            PartnerId at,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        documents
                .find(
                        and(
                                eq("customerId", customer.value()),
                                eq("meter", meter.value()),
                                gte("day", from.toString()),
                                lt("day", to.toString())))
                .map(Buckets::fromDocument)
                .forEach(
                        bucket -> {
                            if (bucket.key().owner().scope().getLast().equals(at)) {
                                each.accept(bucket);
                            }
                        });
    }

    /**
     * Passes on the buckets of a kind and meter that match the filter, one by one: all of them
     * would not fit into memory.
     *
     * @param from first day
     * @param to day after the last
     * @param max buckets at most
     * @return false if there are more
     */
    public boolean each(
            String kind,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Bson filter,
            int max,
            Consumer<Bucket> each) {
        int found = 0;
        for (Document document :
                documents
                        .find(
                                and(
                                        eq("kind", kind),
                                        eq("meter", meter.value()),
                                        gte("day", from.toString()),
                                        lt("day", to.toString()),
                                        filter))
                        .limit(max + 1)) {
            if (++found > max) {
                return false;
            }
            each.accept(fromDocument(document));
        }
        return true;
    }

    /** All buckets of a partition, for verification. */
    Iterable<Bucket> of(Partition partition) {
        return Store.unhurried(documents)
                .find(and(eq("topicId", partition.topicId()), eq("number", partition.number())))
                .map(Buckets::fromDocument);
    }

    /**
     * Replaces each bucket if it still has the state from which it was folded.
     *
     * @return false if any of them was changed meanwhile: then read and fold all of them again
     */
    boolean write(List<Change> changes) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        long replaced = 0;
        for (Change change : changes) {
            Document document = toDocument(change.next());
            if (change.offBefore() == 0) {
                writes.add(new InsertOneModel<>(document));
            } else {
                replaced++;
                writes.add(
                        new ReplaceOneModel<>(
                                and(
                                        eq("_id", document.getString("_id")),
                                        eq("off", change.offBefore())),
                                document));
            }
        }
        try {
            BulkWriteResult result =
                    documents.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return result.getMatchedCount() == replaced;
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream()
                    .allMatch(
                            error ->
                                    ErrorCategory.fromErrorCode(error.getCode())
                                            == ErrorCategory.DUPLICATE_KEY)) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes the bucket unless it was changed meanwhile. */
    boolean delete(Bucket bucket) {
        return documents
                        .deleteOne(and(eq("_id", bucket.key().id()), eq("off", bucket.off())))
                        .getDeletedCount()
                > 0;
    }

    private static Document toDocument(Bucket bucket) {
        BucketKey key = bucket.key();
        Document document = new Document("_id", key.id());
        switch (key.owner()) {
            case BucketKey.OfPartner owner -> document.append("kind", PARTNER);
            case BucketKey.OfLicense owner ->
                    document.append("kind", LICENSE)
                            .append("customerId", owner.customerId().value())
                            .append("licenseId", owner.attribution().licenseId().value())
                            .append("productId", owner.attribution().productId().value());
        }
        List<Document> cells = new ArrayList<>();
        bucket.cells()
                .forEach(
                        (cell, partial) -> {
                            Document of = new Document("hour", cell.hour());
                            if (!cell.dimensions().isEmpty()) {
                                of.append(
                                        "dimensions",
                                        PartialDocuments.dimensions(cell.dimensions()));
                            }
                            cells.add(of.append("partial", PartialDocuments.toDocument(partial)));
                        });
        return document.append("scope", key.owner().scope().stream().map(PartnerId::value).toList())
                .append("meter", key.meterId().value())
                .append("day", key.day().toString())
                .append("topicId", key.partition().topicId())
                .append("number", key.partition().number())
                .append("off", bucket.off())
                .append("cells", cells);
    }

    private static Bucket fromDocument(Document document) {
        List<PartnerId> scope =
                document.getList("scope", String.class).stream().map(PartnerId::new).toList();
        BucketKey.Owner owner =
                switch (document.getString("kind")) {
                    case PARTNER -> new BucketKey.OfPartner(scope);
                    case LICENSE ->
                            new BucketKey.OfLicense(
                                    new Attribution(
                                            scope,
                                            new CustomerId(document.getString("customerId")),
                                            new LicenseId(document.getString("licenseId")),
                                            new ProductId(document.getString("productId"))));
                    default -> throw new IllegalStateException(document.getString("kind"));
                };
        SequencedMap<Bucket.Cell, Partial> cells = new LinkedHashMap<>();
        for (Document cell : document.getList("cells", Document.class)) {
            cells.put(
                    new Bucket.Cell(
                            cell.getInteger("hour"),
                            cell.containsKey("dimensions")
                                    ? PartialDocuments.dimensions(cell, "dimensions")
                                    : Map.of()),
                    PartialDocuments.fromDocument(cell.get("partial", Document.class)));
        }
        return new Bucket(
                new BucketKey(
                        owner,
                        new MeterId(document.getString("meter")),
                        LocalDate.parse(document.getString("day")),
                        new Partition(
                                document.getString("topicId"), document.getInteger("number"))),
                document.getLong("off"),
                cells);
    }
}
