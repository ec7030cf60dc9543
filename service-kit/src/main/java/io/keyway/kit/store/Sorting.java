package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.Sorts;
import io.keyway.kit.store.PageRequest.Position;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The order of a list: by a key that was declared with {@link Aggregates#sortable}, then by id.
 *
 * @param key empty for the id, which is the order of creation
 */
public record Sorting(String key, boolean descending) {

    public static final Sorting NEWEST_FIRST = new Sorting("", true);
    public static final Sorting OLDEST_FIRST = new Sorting("", false);

    /** The field that holds the sort keys. */
    static final String KEYS = "sort";

    /** Reads the form that {@link #wire} writes. */
    static Sorting of(String wire) {
        boolean descending = wire.startsWith("-");
        return new Sorting(descending ? wire.substring(1) : wire, descending);
    }

    String wire() {
        return descending ? "-" + key : key;
    }

    Bson order() {
        String[] fields = byId() ? new String[] {"_id"} : new String[] {field(), "_id"};
        return descending ? Sorts.descending(fields) : Sorts.ascending(fields);
    }

    /** What follows the position: a later key, or the same key and a later id. */
    Bson after(Position position) {
        return byId()
                ? beyond("_id", position.id())
                : or(
                        beyond(field(), position.key()),
                        and(eq(field(), position.key()), beyond("_id", position.id())));
    }

    Position position(Document document) {
        String of = byId() ? "" : document.get(KEYS, new Document()).get(key, "");
        return new Position(this, of, document.getString("_id"));
    }

    private boolean byId() {
        return key.isEmpty();
    }

    private String field() {
        return KEYS + "." + key;
    }

    private Bson beyond(String field, String value) {
        return descending ? lt(field, value) : gt(field, value);
    }
}
