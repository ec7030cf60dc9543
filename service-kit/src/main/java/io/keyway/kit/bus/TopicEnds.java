package io.keyway.kit.bus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks the bus, without blocking, where topics end. */
@FunctionalInterface
public interface TopicEnds {

    /** The offset that the next record will get, by partition; fails while the bus is away. */
    CompletableFuture<Map<Integer, Long>> of(String topic);
}
