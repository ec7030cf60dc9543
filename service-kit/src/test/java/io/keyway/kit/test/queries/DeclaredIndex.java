package io.keyway.kit.test.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;

/**
 * An index that a service has declared on a collection.
 *
 * @param sparse documents without the first field are not in it
 * @param partial contains some documents only, so no query may rely on it
 */
record DeclaredIndex(List<Part> parts, boolean unique, boolean sparse, boolean partial) {

    /** The index on ids, which every collection has. */
    static final DeclaredIndex ID =
            new DeclaredIndex(List.of(new Part("_id", 1)), true, false, false);

    /**
     * @param direction 1 or -1
     */
    record Part(String field, int direction) {}

    /**
     * @param spec an element of the command {@code createIndexes}
     */
    static DeclaredIndex of(BsonDocument spec) {
        List<Part> parts = new ArrayList<>();
        spec.getDocument("key")
                .forEach(
                        (field, direction) ->
                                parts.add(new Part(field, direction.asNumber().intValue())));
        return new DeclaredIndex(
                List.copyOf(parts),
                is(spec, "unique"),
                is(spec, "sparse"),
                spec.containsKey("partialFilterExpression"));
    }

    private static boolean is(BsonDocument spec, String option) {
        return spec.getBoolean(option, BsonBoolean.FALSE).getValue();
    }

    String first() {
        return parts.getFirst().field();
    }

    @Override
    public String toString() {
        return parts.stream()
                        .map(part -> part.field() + ": " + part.direction())
                        .collect(Collectors.joining(", ", "{", "}"))
                + (unique ? " unique" : "")
                + (sparse ? " sparse" : "")
                + (partial ? " partial" : "");
    }
}
