package io.keyway.kit.bus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks the bus where topics end, without waiting. */
@FunctionalInterface
public interface TopicEnds {

    /** The next offset that a record will get, by partition; fails while the bus is away. */
    CompletableFuture<Map<Integer, Long>> of(String topic);
}
