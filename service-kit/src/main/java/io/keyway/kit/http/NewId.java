package io.keyway.kit.http;

import java.util.function.Function;

/**
 * Controller parameter: the unique part of the ids that this request creates. A repetition with the
 * same Idempotency-Key gets the same part, so that even after a crash nothing is created twice.
 */
public record NewId(String uniquePart) {

    /** The id of a type, as in {@code newId.as(OrderId::with)}. */
    public <I> I as(Function<String, I> with) {
        return with.apply(uniquePart);
    }
}
