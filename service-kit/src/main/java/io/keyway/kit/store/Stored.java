package io.keyway.kit.store;

/**
 * An aggregate as it was read.
 *
 * @param version counts its changes; what is written is written onto this version or not at all
 */
public record Stored<T>(T state, long version) {

    /** For {@code ETag} and {@code If-Match}. */
    public String etag() {
        return "\"" + version + "\"";
    }
}
