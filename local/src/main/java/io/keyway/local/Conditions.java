package io.keyway.local;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a query demands of single fields, at its top level and inside {@code $and} there: whatever
 * matches the query meets each of these, and usually more is demanded than they say.
 *
 * <p>Only what is certain is read. Null means missing too, and expressions of several operators,
 * documents and lists have rules of their own: such conditions are left out.
 */
final class Conditions {

    private static final String ID = "_id";

    private final Map<String, List<?>> values = new HashMap<>();
    private @Nullable String idFrom;
    private @Nullable String idTo;

    private Conditions() {}

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    /** The field, or an element of it, is one of these. Null: nothing is known. */
    @Nullable List<?> values(String field) {
        return values.get(field);
    }

    boolean limitsIds() {
        return idFrom != null || idTo != null;
    }

    /** No id is smaller, if all are strings. */
    @Nullable String idFrom() {
        return idFrom;
    }

    /** No id is greater, if all are strings. */
    @Nullable String idTo() {
        return idTo;
    }

    private void addAll(Document query) {
        query.forEach(
                (field, condition) -> {
                    if (!field.startsWith("$")) {
                        add(field, condition);
                    } else if (field.equals("$and") && condition instanceof Collection<?> parts) {
                        for (Object part : parts) {
                            if (part instanceof Document document) {
                                addAll(document);
                            }
                        }
                    }
                });
    }

    private void add(String field, @Nullable Object condition) {
        if (!(condition instanceof Document expression)) {
            oneOf(field, Collections.singletonList(condition));
            return;
        }
        if (expression.size() != 1) {
            return;
        }
        Map.Entry<String, Object> only = expression.entrySet().iterator().next();
        Object operand = only.getValue();
        switch (only.getKey()) {
            case "$eq" -> oneOf(field, Collections.singletonList(operand));
            case "$in" -> {
                if (operand instanceof Collection<?> list) {
                    oneOf(field, list);
                }
            }
            case "$gt", "$gte" -> {
                if (field.equals(ID) && operand instanceof String id) {
                    idFrom = idFrom == null || id.compareTo(idFrom) > 0 ? id : idFrom;
                }
            }
            case "$lt", "$lte" -> {
                if (field.equals(ID) && operand instanceof String id) {
                    idTo = idTo == null || id.compareTo(idTo) < 0 ? id : idTo;
                }
            }
            default -> {
                // Nothing that an index could answer.
            }
        }
    }

    /** Of several the shortest, never what they share: a list may meet each by another element. */
    private void oneOf(String field, Collection<?> candidates) {
        List<?> known = values.get(field);
        if (candidates.stream().allMatch(Conditions::isPlain)
                && (known == null || candidates.size() < known.size())) {
            values.put(field, List.copyOf(candidates));
        }
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof UUID
                || value instanceof ObjectId;
    }
}
