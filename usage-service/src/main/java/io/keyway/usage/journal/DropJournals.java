package io.keyway.usage.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Deletes the oldest journals of a partition, from the first one on. A journal is dropped when it
 * was received before the retention, no event needs its identities any more, it is in the buckets,
 * and all usage in it is billed. The newest journal stays: it says where the partition goes on.
 *
 * <p>What is dropped is stored in the position first, so whoever reads journals and then the
 * position knows what is missing. A crash in between does no harm: what is dropped and still there
 * is deleted the next time. Two owners at once do none either, since nothing here depends on who
 * owns the partition.
 */
final class DropJournals {

    /** How long an owner waits before it looks again. */
    static final Duration EVERY = Duration.ofHours(1);

    private final Journals journals;
    private final Positions positions;
    private final Supplier<Optional<LocalDate>> billedBefore;
    private final Duration keptFor;
    private final Clock clock;
    private final int journalsMax;

    /**
     * @param billedBefore see {@link BilledUsage}; while it is empty, nothing is dropped
     * @param journalsMax journals deleted in one request
     */
    DropJournals(
            Journals journals,
            Positions positions,
            Supplier<Optional<LocalDate>> billedBefore,
            Duration keptFor,
            Clock clock,
            int journalsMax) {
        this.journals = journals;
        this.positions = positions;
        this.billedBefore = billedBefore;
        this.keptFor = keptFor;
        this.clock = clock;
        this.journalsMax = journalsMax;
    }

    /**
     * Drops the oldest journals, as many as one request deletes.
     *
     * @param expiredTo the offset up to which no event needs the identities any more
     * @return whether there may be more to drop
     */
    boolean step(Partition partition, long expiredTo) {
        Optional<LocalDate> billed = billedBefore.get();
        if (billed.isEmpty()) {
            return false;
        }
        LocalDate kept = LocalDate.ofInstant(clock.instant().minus(keptFor), ZoneOffset.UTC);
        // An event may be minutes ahead of its receipt: the usage of a journal ends a day later.
        long dayMax = Math.min(kept.toEpochDay(), billed.get().toEpochDay() - 1) - 1;
        long endMax = Math.min(expiredTo, positions.folded(partition));
        Positions.Dropped before = positions.dropped(partition);
        IntFunction<List<Journals.End>> droppable =
                max -> droppable(journals.oldest(partition, max + 1), before.to(), endMax, dayMax);
        // Nearly always the oldest journal is kept, and there is no need to read further ones.
        List<Journals.End> dropped = droppable.apply(1);
        if (dropped.isEmpty()) {
            return false;
        }
        dropped = droppable.apply(journalsMax);
        Journals.End last = dropped.getLast();
        if (last.to() > before.to()) {
            long day = dropped.stream().mapToLong(Journals.End::day).max().orElse(last.day());
            positions.drop(partition, new Positions.Dropped(last.to(), day));
        }
        journals.delete(partition, last.to());
        return dropped.size() == journalsMax;
    }

    /**
     * @param oldest the last of them may be the newest of the partition
     * @param droppedTo before this offset they are marked as dropped already
     */
    private static List<Journals.End> droppable(
            List<Journals.End> oldest, long droppedTo, long endMax, long dayMax) {
        return oldest.subList(0, Math.max(0, oldest.size() - 1)).stream()
                .takeWhile(
                        journal ->
                                journal.to() <= droppedTo
                                        || (journal.to() <= endMax && journal.day() <= dayMax))
                .toList();
    }
}
