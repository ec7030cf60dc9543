package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as a client declares it.
 *
 * @param parts the fields, in their order
 * @param onlyWith documents without one of these fields are not in the index: those that a {@code
 *     partialFilterExpression} demands with {@code $exists: true}. Other expressions are ignored,
 *     so that all documents are in the index: it needs more space, and a unique index refuses more
 *     than MongoDB's
 * @param expireAfter how long after the instant in the field a document is deleted; null for never
 */
record IndexDefinition(
        String name,
        List<IndexPart> parts,
        boolean unique,
        boolean sparse,
        List<String> onlyWith,
        @Nullable Duration expireAfter) {

    static IndexDefinition of(Document description) {
        List<IndexPart> parts = new ArrayList<>();
        if (description.get("key") instanceof Document key) {
            key.forEach((path, order) -> parts.add(IndexPart.of(path, ascending(order))));
        }
        return new IndexDefinition(
                String.valueOf(description.get("name")),
                List.copyOf(parts),
                Utils.isTrue(description.get("unique")),
                Utils.isTrue(description.get("sparse")),
                demanded(description.get("partialFilterExpression")),
                description.get("expireAfterSeconds") instanceof Number seconds
                        ? Duration.ofSeconds(seconds.longValue())
                        : null);
    }

    boolean isOfIds() {
        return parts.size() == 1 && parts.getFirst().path().equals("_id");
    }

    /** Refuses what MongoDB refuses: one name for two indexes, and two names for one. */
    void refuseBeside(IndexDefinition other) {
        if (name.equals(other.name)) {
            throw new MongoServerError(
                    86,
                    "IndexKeySpecsConflict",
                    "An existing index has the same name as the requested index: " + name);
        }
        if (parts.equals(other.parts) && onlyWith.equals(other.onlyWith)) {
            throw new MongoServerError(
                    85,
                    "IndexOptionsConflict",
                    "Index already exists with a different name: " + other.name);
        }
    }

    boolean holds(Document document) {
        for (String field : onlyWith) {
            if (Utils.getSubdocumentValueCollectionAware(document, field) instanceof Missing) {
                return false;
            }
        }
        return true;
    }

    private static boolean ascending(Object order) {
        return !(order instanceof Number number) || number.doubleValue() > 0;
    }

    private static List<String> demanded(@Nullable Object filter) {
        List<String> fields = new ArrayList<>();
        if (filter instanceof Document document) {
            document.forEach(
                    (field, condition) -> {
                        if (!field.startsWith("$")
                                && condition instanceof Document expression
                                && Utils.isTrue(expression.get("$exists"))) {
                            fields.add(field);
                        }
                    });
        }
        return List.copyOf(fields);
    }
}
