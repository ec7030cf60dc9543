package io.keyway.kit.bus;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/**
 * The end of a topic and the offsets that a consumer group has committed, by partition.
 *
 * @param ends the offset that the next record will get
 * @param committed the offset that the group will read next; absent for a partition that it has
 *     never read from
 */
record Positions(Map<Integer, Long> ends, Map<Integer, Long> committed) {

    boolean hasConsumedAll() {
        return ends.keySet().stream().allMatch(this::hasConsumed);
    }

    /** Whether the group has consumed all events with this key; they are all in one partition. */
    boolean hasConsumed(String key) {
        return hasConsumed(partitionOf(key, ends.size()));
    }

    private boolean hasConsumed(int partition) {
        long end = ends.getOrDefault(partition, Long.MAX_VALUE);
        return committed.getOrDefault(partition, 0L) >= end;
    }

    /** The partition of a key, as Kafka's default partitioner computes it. */
    static int partitionOf(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
