package io.keyway.kit.http;

import java.util.function.Function;

/**
 * The unique part of what this request makes: the same when the request is repeated with its
 * Idempotency-Key, so that even a repetition after a crash makes nothing twice. A controller's
 * parameter.
 */
public record NewId(String uniquePart) {

    /** {@code newId.as(OrderId::with)}. */
    public <I> I as(Function<String, I> with) {
        return with.apply(uniquePart);
    }
}
