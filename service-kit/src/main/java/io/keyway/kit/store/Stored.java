package io.keyway.kit.store;

/**
 * An aggregate as it was read.
 *
 * @param version grows with every change; a write succeeds only if the stored version is still this
 *     one
 */
public record Stored<T>(T state, long version) {

    /** The version as the value of {@code ETag} and {@code If-Match}. */
    public String etag() {
        return "\"" + version + "\"";
    }
}
