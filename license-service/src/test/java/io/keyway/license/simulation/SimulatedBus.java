package io.keyway.license.simulation;

import io.keyway.contracts.event.DomainEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Partitions in order, and for each group how far it has come. What was read and not committed is
 * read again after a kill.
 */
public final class SimulatedBus {

    private static final int PARTITIONS = 2;
    private static final int POLL_MAX = 3;

    private final Scheduler scheduler;
    private final Map<String, List<DomainEvent>> partitions = new HashMap<>();
    private final Map<String, Integer> committed = new HashMap<>();

    public SimulatedBus(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public void send(DomainEvent event) {
        int partition = Math.floorMod(event.key().hashCode(), PARTITIONS);
        partition(event.topic().name(), partition).add(event);
    }

    private List<DomainEvent> partition(String topic, int partition) {
        return partitions.computeIfAbsent(topic + partition, unused -> new ArrayList<>());
    }

    /** One poll of the partition, in order; then it is committed. */
    public void poll(String group, String topic, int partition, Consumer<DomainEvent> consumer) {
        List<DomainEvent> events = partition(topic, partition);
        String position = group + topic + partition;
        int from = committed.getOrDefault(position, 0);
        int to = Math.min(events.size(), from + POLL_MAX);
        for (DomainEvent event : List.copyOf(events.subList(from, to))) {
            consumer.accept(event);
            scheduler.point();
        }
        committed.merge(position, to, Math::max);
    }

    public static int partitions() {
        return PARTITIONS;
    }

    public boolean hasConsumed(String group, String topic) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int position = committed.getOrDefault(group + topic + partition, 0);
            if (position < partition(topic, partition).size()) {
                return false;
            }
        }
        return true;
    }

    public List<DomainEvent> all(String topic) {
        List<DomainEvent> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.addAll(partition(topic, partition));
        }
        return all;
    }
}
