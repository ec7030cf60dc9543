package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sort order that a query asks for; without parts, any order. */
record Order(List<IndexPart> parts) {

    static final Order ANY = new Order(List.of());
    static final Order BY_ID = new Order(List.of(IndexPart.ID));
    static final Order BY_ID_BACKWARD = new Order(List.of(IndexPart.of("_id", false)));

    static Order of(@Nullable Document orderBy) {
        List<IndexPart> parts = new ArrayList<>();
        if (orderBy != null) {
            orderBy.forEach(
                    (path, sign) ->
                            parts.add(
                                    IndexPart.of(
                                            path,
                                            !(sign instanceof Number number)
                                                    || number.doubleValue() > 0)));
        }
        if (!parts.isEmpty() && parts.getFirst().path().equals("$natural")) {
            return parts.getFirst().ascending() ? BY_ID : BY_ID_BACKWARD;
        }
        return new Order(List.copyOf(parts));
    }

    boolean isAny() {
        return parts.isEmpty();
    }

    /** Without the fields that are the same in all documents. */
    Order without(Set<String> constants) {
        return new Order(parts.stream().filter(part -> !constants.contains(part.path())).toList());
    }

    /**
     * The sort key of a document. Of a list it is the least element, or the greatest in a
     * descending order.
     */
    Key key(Document document) {
        KeyWriter key = new KeyWriter();
        for (IndexPart part : parts) {
            List<Key> values =
                    IndexedValues.of(document, List.of(part)).rows().stream()
                            .map(row -> KeyWriter.of(row[0]))
                            .sorted()
                            .toList();
            key.append(part.ascending() ? values.getFirst() : values.getLast().inverted());
        }
        return key.key();
    }
}
