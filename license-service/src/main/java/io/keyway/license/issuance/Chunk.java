package io.keyway.license.issuance;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A consecutive part of an issuance.
 *
 * @param first index of its first license
 */
record Chunk(int first, int count) {

    /** Divides the quantity into chunks of at most {@code size}. */
    static List<Chunk> of(int quantity, int size) {
        if (quantity < 1 || size < 1) {
            throw new IllegalArgumentException("cannot cut " + quantity + " into parts of " + size);
        }
        return IntStream.range(0, Math.ceilDiv(quantity, size))
                .mapToObj(i -> new Chunk(i * size, Math.min(size, quantity - i * size)))
                .toList();
    }
}
