package io.keyway.usage.journal;

import com.mongodb.MongoException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.identities.IdentityMemory;
import io.keyway.usage.identities.SealedStore;
import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.AcceptanceWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
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
    private final SealedStore sealed;
    private final DropJournals drop;
    private final UsageProperties.Journal settings;
    private final AcceptanceWindow window;
    private final IdentityMemory memory;
    private final ExecutorService background;
    private final Clock clock;
    private final Counter counted;
    private final Counter duplicates;
    private final Counter rejected;
    private final Counter fenced;
    private final Counter halted;

    private final Map<Integer, OwnedPartition> owned = new HashMap<>();

    /** Partitions whose state must be loaded from the store, and the earliest time to try. */
    private final Map<Integer, Instant> pending = new HashMap<>();

    private final Map<Integer, Future<OwnedPartition>> loading = new HashMap<>();

    /** The partitions of this process and the end of their journals. Read by other threads. */
    private final Map<Partition, Long> ends = new ConcurrentHashMap<>();

    /**
     * @param background loads and seals partitions, and drops their journals
     */
    JournalWriter(
            String topicId,
            UsageLog log,
            Journals journals,
            Positions positions,
            SealedStore sealed,
            DropJournals drop,
            UsageProperties.Journal settings,
            ExecutorService background,
            Clock clock,
            MeterRegistry metrics) {
        this.topicId = topicId;
        this.log = log;
        this.journals = journals;
        this.positions = positions;
        this.sealed = sealed;
        this.drop = drop;
        this.settings = settings;
        this.window = settings.window();
        this.memory = new IdentityMemory(settings.identitiesInMemory());
        this.background = background;
        this.clock = clock;
        this.counted = metrics.counter("keyway.usage.events.counted");
        this.duplicates = metrics.counter("keyway.usage.events.duplicate");
        this.rejected = metrics.counter("keyway.usage.events.rejected");
        this.fenced = metrics.counter("keyway.usage.journal.fenced");
        this.halted = metrics.counter("keyway.usage.journal.halted");
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
                    loading.remove(partition);
                    owned.remove(partition);
                    ends.remove(new Partition(topicId, partition));
                });
    }

    /**
     * Takes over partitions that are loaded, polls once and commits what came.
     *
     * @return whether anything was committed
     */
    boolean round(Duration wait) {
        loadPending();
        takeLoaded();
        maintain();
        if (!memory.hasRoom(owned.values().stream().map(OwnedPartition::known).toList())) {
            LockSupport.parkNanos(wait.toNanos()); // Until some are sealed.
            return false;
        }
        boolean committed = false;
        Map<Integer, List<UsageLog.Consumed>> batches = uncounted(log.poll(wait));
        while (!batches.isEmpty()) {
            committed |= commit(batches);
            batches = uncounted(batches); // What did not fit one journal.
        }
        return committed;
    }

    private void loadPending() {
        Instant now = clock.instant();
        for (Integer number : List.copyOf(pending.keySet())) {
            if (!now.isBefore(pending.getOrDefault(number, Instant.MAX))) {
                pending.remove(number);
                Partition partition = new Partition(topicId, number);
                loading.put(
                        number,
                        background.submit(
                                () ->
                                        OwnedPartition.load(
                                                partition, journals, positions, sealed, settings)));
            }
        }
    }

    private void takeLoaded() {
        for (Map.Entry<Integer, Future<OwnedPartition>> load : List.copyOf(loading.entrySet())) {
            Integer number = load.getKey();
            switch (load.getValue().state()) {
                case RUNNING -> {
                    continue;
                }
                case SUCCESS -> begin(load.getValue().resultNow());
                case FAILED -> failed(number, load.getValue().exceptionNow());
                case CANCELLED -> pending.put(number, Instant.MIN);
            }
            loading.remove(number);
        }
    }

    private void begin(OwnedPartition partition) {
        int number = partition.partition().number();
        if (!log.readFrom(number, partition.next())) {
            failed(
                    number,
                    new HaltedException(
                            """
                            The bus ends before offset %d, which was counted: it has lost events, and \
                            gives their offsets to others. Restore the topic, or make it anew."""
                                    .formatted(partition.next() - 1)));
            return;
        }
        owned.put(number, partition);
        ends.put(partition.partition(), partition.next());
        LOG.info(
                "partition {} is ours from offset {}, {} identities known",
                number,
                partition.next(),
                partition.known().size());
    }

    private void maintain() {
        Instant now = clock.instant();
        for (OwnedPartition partition : List.copyOf(owned.values())) {
            partition.dropJournals(drop, background, now);
            Throwable failure = partition.maintain(background);
            if (failure != null) {
                failed(partition.partition().number(), failure);
            }
        }
    }

    /** The records of partitions that are ours and are not in their journals yet. */
    private Map<Integer, List<UsageLog.Consumed>> uncounted(
            Map<Integer, List<UsageLog.Consumed>> batches) {
        Map<Integer, List<UsageLog.Consumed>> uncounted = new HashMap<>();
        batches.forEach(
                (number, records) -> {
                    OwnedPartition partition = owned.get(number);
                    List<UsageLog.Consumed> rest =
                            partition == null ? List.of() : partition.uncounted(records);
                    if (!rest.isEmpty()) {
                        uncounted.put(number, rest);
                    }
                });
        return uncounted;
    }

    /** Inserts one journal for each partition, all in one request. */
    private boolean commit(Map<Integer, List<UsageLog.Consumed>> batches) {
        List<Journal> made = new ArrayList<>();
        batches.forEach((number, batch) -> count(number, batch).ifPresent(made::add));
        if (made.isEmpty()) {
            return false;
        }
        List<Journal> committedByOthers;
        try {
            committedByOthers = journals.insert(made);
        } catch (MongoException e) {
            // Some may have been inserted: the state in the store says which.
            made.forEach(journal -> failed(journal.partition().number(), e));
            return false;
        }
        Map<Integer, Long> committed = new HashMap<>();
        for (Journal journal : made) {
            if (committedByOthers.contains(journal)) {
                fenced.increment();
                LOG.warn("{} is committed already", journal.id());
                startOver(journal.partition().number(), Instant.MIN);
            } else {
                done(journal);
                committed.put(journal.partition().number(), journal.to());
            }
        }
        log.commitForMonitoring(committed);
        return !committed.isEmpty();
    }

    /** Empty if the partition has halted, or its state must be loaded again. */
    private Optional<Journal> count(int number, List<UsageLog.Consumed> batch) {
        try {
            return Optional.of(
                    Objects.requireNonNull(owned.get(number))
                            .count(batch, window, settings.lostUntil().getOrDefault(number, 0L)));
        } catch (HaltedException | MongoException e) {
            failed(number, e);
            return Optional.empty();
        }
    }

    private void done(Journal journal) {
        Objects.requireNonNull(owned.get(journal.partition().number())).committed(journal);
        ends.put(journal.partition(), journal.to());
        counted.increment(journal.events());
        duplicates.increment(journal.duplicates());
        rejected.increment(journal.rejected().size());
    }

    /**
     * Halts the partition, so that its records stay on the bus until the process starts again; or
     * loads its state again, if it was only the store that failed.
     */
    private void failed(int number, Throwable failure) {
        if (failure instanceof HaltedException) {
            halted.increment();
            LOG.error("partition {} of usage has halted. {}", number, failure.getMessage());
            drop(number);
        } else {
            LOG.warn("partition {} waits for the store: {}", number, failure.toString());
            startOver(number, clock.instant().plus(settings.retryAfter()));
        }
    }

    private void startOver(int number, Instant notBefore) {
        drop(number);
        pending.put(number, notBefore);
    }

    private void drop(int number) {
        log.pause(number);
        owned.remove(number);
        ends.remove(new Partition(topicId, number));
    }
}
