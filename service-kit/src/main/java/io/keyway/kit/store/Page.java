package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import io.keyway.kit.store.PageRequest.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items as many as the limit allows; fewer on the last page
 * @param next value of {@code cursor} for the next page; null on the last
 */
public record Page<T>(List<T> items, @JsonInclude @Nullable String next) {

    /** Reads one page, newest first. */
    static Page<Document> of(
            MongoCollection<Document> documents, Bson filter, PageRequest request) {
        return of(documents, filter, Sorting.NEWEST_FIRST, request);
    }

    /**
     * Reads one page in the given order.
     *
     * @throws InvalidCursorException if the cursor is of another order
     */
    static Page<Document> of(
            MongoCollection<Document> documents,
            Bson filter,
            Sorting sorting,
            PageRequest request) {
        Position after = request.after(sorting);
        Bson rest = after == null ? filter : and(filter, sorting.after(after));
        List<Document> found =
                documents
                        .find(rest)
                        .sort(sorting.order())
                        .limit(request.limit() + 1)
                        .into(new ArrayList<>());
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        List<Document> shown = found.subList(0, request.limit());
        return new Page<>(shown, PageRequest.cursor(sorting.position(shown.getLast())));
    }

    public <R> Page<R> map(Function<? super T, R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), next);
    }
}
