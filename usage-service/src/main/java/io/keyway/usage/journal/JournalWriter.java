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
 * Turns the partitions that this process owns into journals, batch by batch. Inserting the journal
 * is the commit: a crash before it loses nothing, since the next owner begins where the newest
 * journal ends; a crash after it repeats nothing, for the same reason. An owner that has been
 * replaced without noticing collides on the journal's id, and begins again from the store.
 *
 * <p>One thread calls everything but {@link #ends()}.
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

    private final Map<Integer, Ledger> ledgers = new HashMap<>();

    /** Partitions whose state must be read from the store first, and not before when. */
    private final Map<Integer, Instant> pending = new HashMap<>();

    /** The partitions that are ours, and where their journals end. Read by other threads. */
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

    /** What is known of one partition while it is ours. */
    private static final class Ledger {
        private final Partition partition;
        private final Fingerprints seen;
        private long next;

        private Ledger(Partition partition, Fingerprints seen, long next) {
            this.partition = partition;
            this.seen = seen;
            this.next = next;
        }
    }

    /**
     * The partitions whose buckets this process folds, and up to where there is something to fold.
     * For any thread.
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
                    ledgers.remove(partition);
                    ends.remove(new Partition(topicId, partition));
                });
    }

    /**
     * One round: takes up what is pending, reads, commits. @return whether anything was committed
     */
    boolean round(Duration wait) {
        takeUp();
        boolean committed = false;
        for (Map.Entry<Integer, List<CountEvents.Consumed>> batch : log.poll(wait).entrySet()) {
            committed |= commit(batch.getKey(), batch.getValue());
        }
        return committed;
    }

    private void takeUp() {
        Instant now = clock.instant();
        for (Integer number : List.copyOf(pending.keySet())) {
            if (now.isBefore(pending.getOrDefault(number, Instant.MAX))) {
                continue;
            }
            try {
                Ledger ledger = restored(new Partition(topicId, number));
                log.readFrom(number, ledger.next);
                ledgers.put(number, ledger);
                ends.put(ledger.partition, ledger.next);
                pending.remove(number);
                LOG.info(
                        "partition {} is ours from offset {}, {} identities known",
                        number,
                        ledger.next,
                        ledger.seen.size());
            } catch (MongoException e) {
                LOG.warn("partition {} waits for the store: {}", number, e.toString());
                pending.put(number, now.plus(retryAfter));
            }
        }
    }

    private Ledger restored(Partition partition) {
        positions.introduce(partition);
        Fingerprints seen = new Fingerprints(window.past());
        long next = journals.end(partition).orElse(0L);
        journals.restore(partition, seen);
        return new Ledger(partition, seen, next);
    }

    /** Commits the records, in more than one journal if they do not fit one. */
    private boolean commit(int number, List<CountEvents.Consumed> records) {
        boolean committed = false;
        while (true) {
            Ledger ledger = ledgers.get(number);
            if (ledger == null) {
                return committed;
            }
            List<CountEvents.Consumed> rest =
                    records.stream().filter(record -> record.offset() >= ledger.next).toList();
            if (rest.isEmpty() || !commit(number, ledger, rest)) {
                return committed;
            }
            committed = true;
        }
    }

    private boolean commit(int number, Ledger ledger, List<CountEvents.Consumed> batch) {
        if (batch.getFirst().offset() > ledger.next) {
            gaps.increment();
            LOG.error(
                    "partition {}: the bus no longer has offsets {} to {}, their events are not counted",
                    number,
                    ledger.next,
                    batch.getFirst().offset() - 1);
        }
        Journal journal = CountEvents.of(ledger.partition, ledger.next, batch, ledger.seen, window);
        try {
            return switch (journals.insert(journal)) {
                case DONE -> {
                    done(ledger, journal);
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
            // Whether the insert took place is not known: the store says it when it is back.
            LOG.warn(
                    "partition {}: the store did not answer, the batch is read again: {}",
                    number,
                    e.toString());
            startOver(number, clock.instant().plus(retryAfter));
            return false;
        }
    }

    private void done(Ledger ledger, Journal journal) {
        ledger.seen.add(journal);
        ledger.next = journal.to();
        ends.put(ledger.partition, ledger.next);
        counted.increment(journal.events());
        duplicates.increment(journal.duplicates());
        rejected.increment(journal.rejected().size());
        log.hint(journal.partition().number(), journal.to());
    }

    private void startOver(int number, Instant notBefore) {
        log.hold(number);
        ledgers.remove(number);
        ends.remove(new Partition(topicId, number));
        pending.put(number, notBefore);
    }
}
