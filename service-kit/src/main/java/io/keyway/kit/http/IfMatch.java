package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.store.Stored;
import org.jspecify.annotations.Nullable;

/**
 * Controller parameter: the version of the resource that the caller wants to change; without it any
 * version is changed.
 */
public record IfMatch(@Nullable String etag) {

    /**
     * Refuses unless the stored version is the one that the caller has seen.
     *
     * @throws Refused with 412
     */
    public void require(Stored<?> stored) {
        if (etag != null && !etag.equals("*") && !etag.equals(stored.etag())) {
            throw new Refused(ProblemCode.VERSION_MISMATCH);
        }
    }
}
