package io.keyway.kit.bus;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a topic ended, and how far a consumer group had come, by partition.
 *
 * @param ends the next offset that a record will get
 * @param committed the next offset that the group will read; absent for a partition that it has
 *     never read from
 */
record Positions(Map<Integer, Long> ends, Map<Integer, Long> committed) {

    boolean hasHeardAll() {
        return ends.keySet().stream().allMatch(this::hasHeard);
    }

    /** What is told under a key is in one partition, always the same. */
    boolean hasHeardOf(String key) {
        return hasHeard(partitionOf(key, ends.size()));
    }

    private boolean hasHeard(int partition) {
        long end = ends.getOrDefault(partition, Long.MAX_VALUE);
        return committed.getOrDefault(partition, 0L) >= end;
    }

    /** As the producers' partitioner decides. */
    static int partitionOf(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
