package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.lt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param next cursor of the part that follows; null on the last
 */
public record Page<T>(List<T> items, @JsonInclude @Nullable String next) {

    /** The part of the collection that the filter and the request name. */
    static Page<Document> of(
            MongoCollection<Document> documents, Bson filter, PageRequest request) {
        Bson rest = request.after() == null ? filter : and(filter, lt("_id", request.after()));
        List<Document> found =
                documents
                        .find(rest)
                        .sort(Sorts.descending("_id"))
                        .limit(request.limit() + 1)
                        .into(new ArrayList<>());
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        List<Document> shown = found.subList(0, request.limit());
        return new Page<>(shown, PageRequest.cursor(shown.getLast().getString("_id")));
    }

    public <R> Page<R> map(Function<? super T, R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), next);
    }
}
