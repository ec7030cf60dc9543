package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.store.Stored;
import org.jspecify.annotations.Nullable;

/**
 * The version that the caller believes it changes; none means whatever is there. A controller's
 * parameter.
 */
public record IfMatch(@Nullable String etag) {

    /** Refuses with 412 if the aggregate is not the one that the caller has seen. */
    public void require(Stored<?> stored) {
        if (etag != null && !etag.equals("*") && !etag.equals(stored.etag())) {
            throw new Refused(ProblemCode.VERSION_MISMATCH);
        }
    }
}
