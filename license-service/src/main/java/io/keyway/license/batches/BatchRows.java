package io.keyway.license.batches;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Store;
import io.keyway.license.batches.BatchRow.Status;
import io.keyway.license.batchinput.Column;
import io.keyway.license.batchinput.RowInput;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The store of rows. Document: {@code _id} batch and number, {@code batchId, number, status,
 * attempt, retried, tries, input, licenses, code, detail, expiresAt}. Does not check the scope: the
 * caller must have found the batch in its scope.
 */
@Component
public class BatchRows {

    /** Rows per bulk write. */
    private static final int WRITE_MAX = 1000;

    private final MongoCollection<Document> rows;

    BatchRows(Store store) {
        this.rows = store.collection("license_batch_rows");
        MongoCollection<Document> unhurried = Store.unhurried(rows);
        unhurried.createIndex(Indexes.ascending("batchId", "number"));
        unhurried.createIndex(Indexes.ascending("batchId", "status", "number"));
        unhurried.createIndex(
                Indexes.ascending("expiresAt"),
                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
    }

    /**
     * Adds the rows; call before the batch is stored. If that never happens, the rows expire like
     * all others.
     */
    void add(BatchId batch, List<RowInput> inputs, Instant expiresAt) {
        for (int from = 0; from < inputs.size(); from += WRITE_MAX) {
            List<Document> part = new ArrayList<>();
            for (int i = from; i < Math.min(inputs.size(), from + WRITE_MAX); i++) {
                part.add(
                        new Document("_id", id(batch, i + 1))
                                .append("batchId", batch.value())
                                .append("number", i + 1)
                                .append("status", wire(Status.PENDING))
                                .append("attempt", 0)
                                .append("retried", false)
                                .append("tries", 0)
                                .append("input", document(inputs.get(i)))
                                .append("expiresAt", Date.from(expiresAt)));
            }
            insert(part);
        }
    }

    /** Ignores rows that exist: an earlier try of the same request has written them. */
    private void insert(List<Document> part) {
        try {
            rows.insertMany(part, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean others =
                    e.getWriteErrors().stream()
                            .anyMatch(
                                    error ->
                                            ErrorCategory.fromErrorCode(error.getCode())
                                                    != ErrorCategory.DUPLICATE_KEY);
            if (others) {
                throw e;
            }
        }
    }

    /** The first pending rows. */
    List<BatchRow> pending(BatchId batch, int max) {
        return list(and(eq("batchId", batch.value()), eq("status", wire(Status.PENDING))), max);
    }

    /**
     * Rows of the batch in their order.
     *
     * @param status null for all
     * @param after the number of the row before the first; 0 to start
     */
    public List<BatchRow> list(BatchId batch, @Nullable Status status, int after, int max) {
        Bson ofBatch = eq("batchId", batch.value());
        return list(
                and(
                        status == null ? ofBatch : and(ofBatch, eq("status", wire(status))),
                        gt("number", after)),
                max);
    }

    private List<BatchRow> list(Bson filter, int max) {
        return rows.find(filter)
                .sort(ascending("number"))
                .limit(max)
                .map(BatchRows::row)
                .into(new ArrayList<>());
    }

    int count(BatchId batch, Status status) {
        return Math.toIntExact(
                rows.countDocuments(and(eq("batchId", batch.value()), eq("status", wire(status)))));
    }

    /** Starts the next attempt of the row; does nothing if it has started already. */
    void nextAttempt(BatchRow row) {
        rows.updateOne(
                and(idOf(row), eq("attempt", row.attempt())),
                Updates.combine(
                        Updates.set("attempt", row.attempt() + 1), Updates.set("retried", false)));
    }

    /**
     * Marks the row as issued, even if an instance whose lease was over has marked it as failed.
     */
    void issued(BatchRow row, List<LicenseId> licenses) {
        rows.updateOne(
                and(idOf(row), eq("attempt", row.attempt())),
                Updates.combine(
                        Updates.set("status", wire(Status.ISSUED)),
                        Updates.set("licenses", licenses.stream().map(LicenseId::value).toList()),
                        Updates.unset("code"),
                        Updates.unset("detail")));
    }

    /** Marks the row as failed, unless it has a result already. */
    void failed(BatchRow row, ProblemCode code, @Nullable String detail) {
        rows.updateOne(
                and(idOf(row), eq("attempt", row.attempt()), eq("status", wire(Status.PENDING))),
                Updates.combine(
                        Updates.set("status", wire(Status.FAILED)),
                        Updates.set("code", code.name()),
                        detail == null ? Updates.unset("detail") : Updates.set("detail", detail)));
    }

    /**
     * Counts an internal error of the row.
     *
     * @return how many there were so far
     */
    int addError(BatchRow row) {
        Document after =
                rows.findOneAndUpdate(
                        idOf(row),
                        Updates.inc("tries", 1),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        return after == null ? 0 : after.getInteger("tries");
    }

    /** Makes the failed rows of the batch pending again. */
    void retry(BatchId batch) {
        Store.unhurried(rows)
                .updateMany(
                        and(eq("batchId", batch.value()), eq("status", wire(Status.FAILED))),
                        Updates.combine(
                                Updates.set("status", wire(Status.PENDING)),
                                Updates.set("retried", true),
                                Updates.set("tries", 0),
                                Updates.unset("code"),
                                Updates.unset("detail")));
    }

    private static Bson idOf(BatchRow row) {
        return eq("_id", id(row.batch(), row.number()));
    }

    private static String id(BatchId batch, int number) {
        return batch.value() + ":" + number;
    }

    private static String wire(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Status status(String wire) {
        return Status.valueOf(wire.toUpperCase(Locale.ROOT));
    }

    private static BatchRow row(Document document) {
        String code = document.getString("code");
        List<String> licenses =
                Objects.requireNonNullElse(
                        document.getList("licenses", String.class), List.<String>of());
        return new BatchRow(
                new BatchId(document.getString("batchId")),
                document.getInteger("number"),
                status(document.getString("status")),
                document.getInteger("attempt"),
                document.getBoolean("retried"),
                input(document.get("input", Document.class)),
                code == null ? null : ProblemCode.valueOf(code),
                document.getString("detail"),
                licenses.stream().map(LicenseId::new).toList());
    }

    private static Document document(RowInput row) {
        Document document = new Document();
        for (Column column : Column.values()) {
            Object value = column.of(row);
            if (value != null) {
                document.append(
                        column.wire(),
                        switch (value) {
                            case Enum<?> one -> one.name();
                            case LocalDate day -> day.toString();
                            case Instant time -> Date.from(time);
                            default -> value;
                        });
            }
        }
        return document;
    }

    private static RowInput input(Document document) {
        String licenseClass = document.getString("class");
        String type = document.getString("type");
        String paidDate = document.getString("customerPaidDate");
        return new RowInput(
                document.getString("customer"),
                document.getString("product"),
                document.getString("policy"),
                document.getInteger("quantity"),
                licenseClass == null ? null : LicenseClass.valueOf(licenseClass),
                type == null ? null : LicenseType.valueOf(type),
                document.getString("resellerNotes"),
                document.getString("customerDetails"),
                document.getBoolean("customerPaid"),
                paidDate == null ? null : LocalDate.parse(paidDate),
                document.getString("key"),
                document.getString("sha256"),
                time(document.getDate("issuedAt")),
                time(document.getDate("expiresAt")));
    }

    private static @Nullable Instant time(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
