package io.keyway.usage.journal;

import com.mongodb.MongoException;
import io.keyway.usage.metering.AcceptanceWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the partitions that this process owns into journals, batch by batch. Inserting a journal is
 * the commit: a crash before it loses nothing and a crash after it repeats nothing, since the next
 * owner starts at the end of the newest journal. An owner that was replaced without noticing
 * collides on the journal's id and reloads its state from the store.
 *
 * <p>Only {@link #ends()} is thread-safe; one thread calls everything else.
 */
final class JournalWriter implements UsageLog.Ownership {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

    private final String topicId;
    private final UsageLog log;
    private final Journals journals;
    private final Positions positions;
    private final AcceptanceWindow window;
    private final Duration retryAfter;
    private final Clock clock;
    private final Counter counted;
    private final Counter duplicates;
    private final Counter rejected;
    private final Counter fenced;
    private final Counter gaps;

    private final Map<Integer, PartitionState> states = new HashMap<>();

    /** Partitions whose state must be loaded from the store, and the earliest time to try. */
    private final Map<Integer, Instant> pending = new HashMap<>();

    /** The partitions of this process and the end of their journals. Read by other threads. */
    private final Map<Partition, Long> ends = new ConcurrentHashMap<>();

    JournalWriter(
            String topicId,
            UsageLog log,
            Journals journals,
            Positions positions,
            AcceptanceWindow window,
            Duration retryAfter,
            Clock clock,
            MeterRegistry metrics) {
        this.topicId = topicId;
        this.log = log;
        this.journals = journals;
        this.positions = positions;
        this.window = window;
        this.retryAfter = retryAfter;
        this.clock = clock;
        this.counted = metrics.counter("keyway.usage.events.counted");
        this.duplicates = metrics.counter("keyway.usage.events.duplicate");
        this.rejected = metrics.counter("keyway.usage.events.rejected");
        this.fenced = metrics.counter("keyway.usage.journal.fenced");
        this.gaps = metrics.counter("keyway.usage.journal.gaps");
    }

    /** The state of a partition while this process owns it. */
    private static final class PartitionState {
        private final Partition partition;
        private final Fingerprints seen;
        private long next;

        private PartitionState(Partition partition, Fingerprints seen, long next) {
            this.partition = partition;
            this.seen = seen;
            this.next = next;
        }
    }

    /**
     * The partitions of this process and the end of their journals: what there is to fold.
     * Thread-safe.
     */
    Map<Partition, Long> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void gained(Collection<Integer> partitions) {
        partitions.forEach(partition -> pending.put(partition, Instant.MIN));
    }

    @Override
    public void lost(Collection<Integer> partitions) {
        partitions.forEach(
                partition -> {
                    pending.remove(partition);
                    states.remove(partition);
                    ends.remove(new Partition(topicId, partition));
                });
    }

    /**
     * Loads pending partitions, polls once and commits what came.
     *
     * @return whether anything was committed
     */
    boolean round(Duration wait) {
        loadPending();
        boolean committed = false;
        for (Map.Entry<Integer, List<CountEvents.Consumed>> batch : log.poll(wait).entrySet()) {
            committed |= commit(batch.getKey(), batch.getValue());
        }
        return committed;
    }

    private void loadPending() {
        Instant now = clock.instant();
        for (Integer number : List.copyOf(pending.keySet())) {
            if (now.isBefore(pending.getOrDefault(number, Instant.MAX))) {
                continue;
            }
            try {
                PartitionState state = load(new Partition(topicId, number));
                log.readFrom(number, state.next);
                states.put(number, state);
                ends.put(state.partition, state.next);
                pending.remove(number);
                LOG.info(
                        "partition {} is ours from offset {}, {} identities known",
                        number,
                        state.next,
                        state.seen.size());
            } catch (MongoException e) {
                LOG.warn("partition {} waits for the store: {}", number, e.toString());
                pending.put(number, now.plus(retryAfter));
            }
        }
    }

    private PartitionState load(Partition partition) {
        positions.add(partition);
        Fingerprints seen = new Fingerprints(window.past());
        long next = journals.end(partition).orElse(0L);
        journals.restore(partition, seen);
        return new PartitionState(partition, seen, next);
    }

    /** Commits the records, in several journals if they do not fit one. */
    private boolean commit(int number, List<CountEvents.Consumed> records) {
        boolean committed = false;
        while (true) {
            PartitionState state = states.get(number);
            if (state == null) {
                return committed;
            }
            List<CountEvents.Consumed> rest =
                    records.stream().filter(record -> record.offset() >= state.next).toList();
            if (rest.isEmpty() || !commit(number, state, rest)) {
                return committed;
            }
            committed = true;
        }
    }

    private boolean commit(int number, PartitionState state, List<CountEvents.Consumed> batch) {
        if (batch.getFirst().offset() > state.next) {
            gaps.increment();
            LOG.error(
                    "partition {}: the bus no longer has offsets {} to {}, their events are not counted",
                    number,
                    state.next,
                    batch.getFirst().offset() - 1);
        }
        Journal journal = CountEvents.of(state.partition, state.next, batch, state.seen, window);
        try {
            return switch (journals.insert(journal)) {
                case DONE -> {
                    done(state, journal);
                    yield true;
                }
                case FENCED -> {
                    fenced.increment();
                    LOG.warn("partition {}: {} is committed already", number, journal.id());
                    startOver(number, Instant.MIN);
                    yield false;
                }
            };
        } catch (MongoException e) {
            // The insert may have succeeded: reload the state from the store to find out.
            LOG.warn(
                    "partition {}: the store did not answer, the batch is read again: {}",
                    number,
                    e.toString());
            startOver(number, clock.instant().plus(retryAfter));
            return false;
        }
    }

    private void done(PartitionState state, Journal journal) {
        state.seen.add(journal);
        state.next = journal.to();
        ends.put(state.partition, state.next);
        counted.increment(journal.events());
        duplicates.increment(journal.duplicates());
        rejected.increment(journal.rejected().size());
        log.commitForMonitoring(journal.partition().number(), journal.to());
    }

    private void startOver(int number, Instant notBefore) {
        log.pause(number);
        states.remove(number);
        ends.remove(new Partition(topicId, number));
        pending.put(number, notBefore);
    }
}
