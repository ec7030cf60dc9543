package io.keyway.usage.journal;

import com.mongodb.MongoException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.identities.KnownIdentities;
import io.keyway.usage.identities.SealedStore;
import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.AcceptanceWindow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner of a partition knows of it: where the next journal starts, and which identities
 * have counted. {@link #load} may run in another thread; one thread calls everything else.
 */
final class OwnedPartition {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedPartition.class);

    private final Partition partition;
    private final Journals journals;
    private final KnownIdentities known;
    private long next;
    private long day;
    private @Nullable Future<KnownIdentities.Seal> sealing;
    private @Nullable Future<Boolean> dropping;

    /** Null until the first round: a takeover has more urgent work. */
    private @Nullable Instant dropNotBefore;

    private OwnedPartition(
            Partition partition, Journals journals, KnownIdentities known, Journals.End end) {
        this.partition = partition;
        this.journals = journals;
        this.known = known;
        this.next = end.to();
        this.day = end.day();
    }

    /**
     * Reads the seals, and the journals that are not sealed yet, nearly always those of one day.
     *
     * @throws HaltedException if something of it is damaged, or the topic was made anew
     */
    static OwnedPartition load(
            Partition partition,
            Journals journals,
            Positions positions,
            SealedStore sealed,
            UsageProperties.Journal settings) {
        String topicId = partition.topicId();
        if (!settings.topicAccepted().equals(topicId) && positions.areOfAnotherTopic(topicId)) {
            throw new HaltedException(
                    """
                    The topic of usage events was made anew: its id is %s now. Events of the former \
                    topic that were not counted are lost, and events that are sent again count again. \
                    To count from the start of the new topic, start once with \
                    keyway.usage.journal.topic-accepted=%s."""
                            .formatted(topicId, topicId));
        }
        positions.add(partition);
        KnownIdentities known =
                KnownIdentities.load(
                        partition.id(),
                        sealed,
                        settings.past(),
                        Math.max(1, settings.identitiesInMemory() / settings.loadThreads()));
        Journals.End end = journals.end(partition);
        journals.fingerprints(
                partition,
                known.sealedTo(),
                (from, to, day, fingerprints) -> {
                    known.add(from, to, day, fingerprints);
                    known.complete().ifPresent(stretch -> known.sealed(known.seal(stretch)));
                });
        return new OwnedPartition(partition, journals, known, end);
    }

    Partition partition() {
        return partition;
    }

    /** The next offset to count. */
    long next() {
        return next;
    }

    KnownIdentities known() {
        return known;
    }

    /** The records that are not in a journal yet. */
    List<UsageLog.Consumed> uncounted(List<UsageLog.Consumed> records) {
        return records.stream().filter(record -> record.offset() >= next).toList();
    }

    /**
     * The journal of uncounted records.
     *
     * @param lostUntil offsets below this may be missing
     * @throws HaltedException if other offsets are missing, or a seal is damaged
     */
    Journal count(List<UsageLog.Consumed> batch, AcceptanceWindow window, long lostUntil) {
        long first = batch.getFirst().offset();
        if (first > Math.max(next, lostUntil)) {
            throw new HaltedException(
                    """
                    The bus no longer has offsets %d to %d, which were not counted. If a copy of the \
                    topic has them, restore it. To go on without them, start with \
                    keyway.usage.journal.lost-until.%d=%d."""
                            .formatted(next, first - 1, partition.number(), first));
        }
        return CountEvents.of(
                partition,
                next,
                day,
                batch,
                known.payloadsOf(CountEvents.identities(batch)),
                window);
    }

    void committed(Journal journal) {
        known.add(journal.from(), journal.to(), journal.day(), journal.fingerprints());
        next = journal.to();
        day = journal.day();
    }

    /**
     * Has complete identities sealed and expired ones deleted.
     *
     * @return why the last seal failed; null if it did not
     */
    @Nullable Throwable maintain(ExecutorService background) {
        known.expire().ifPresent(range -> background.execute(() -> delete(range)));
        if (sealing != null) {
            switch (sealing.state()) {
                case RUNNING -> {
                    return null;
                }
                case SUCCESS -> known.sealed(sealing.resultNow());
                case FAILED -> {
                    return sealing.exceptionNow();
                }
                case CANCELLED -> {}
            }
            sealing = null;
        }
        known.complete()
                .ifPresent(stretch -> sealing = background.submit(() -> known.seal(stretch)));
        return null;
    }

    /**
     * Has journals dropped, each hour until there are no more, request by request, so that
     * partitions that are to be loaded or sealed wait for one request at most.
     */
    void dropJournals(DropJournals drop, ExecutorService background, Instant now) {
        if (dropping != null) {
            switch (dropping.state()) {
                case RUNNING -> {
                    return;
                }
                case SUCCESS -> dropNotBefore = dropping.resultNow() ? now : null;
                case FAILED ->
                        LOG.warn(
                                "journals of {} are not dropped: {}",
                                partition,
                                dropping.exceptionNow().toString());
                case CANCELLED -> {}
            }
            dropping = null;
        }
        if (dropNotBefore == null) {
            dropNotBefore = now.plus(DropJournals.EVERY);
        } else if (!now.isBefore(dropNotBefore)) {
            dropNotBefore = null;
            long expiredTo = known.expiredTo();
            dropping = background.submit(() -> drop.step(partition, expiredTo));
        }
    }

    /** What a failure leaves is deleted when the partition has been loaded the next time. */
    private void delete(KnownIdentities.Range expired) {
        try {
            journals.removeFingerprints(partition, expired.from(), expired.to());
            known.delete(expired);
        } catch (MongoException e) {
            LOG.warn("expired identities of {} remain: {}", partition, e.toString());
        }
    }
}
