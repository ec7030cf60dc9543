package io.keyway.usage.quotas;

import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Stored;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.reading.SubjectUsage;
import io.keyway.usage.reading.UsageReading;
import io.keyway.usage.records.Attribution;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks the quotas of those who have used something, once per round: it reads the journals of the
 * partitions that this process owns from a position of its own, which moves only when all their
 * quotas were checked. So a crash at any point, a partition that is taken over and a replay lose no
 * threshold; that none is told twice is up to {@link CheckQuotas}.
 *
 * <p>Usage of the running month and the one before is checked: usage that was counted just before
 * midnight is checked after it.
 */
final class WatchUsage {

    /** Journals of a partition that are read at once. */
    private static final int JOURNALS_MAX = 20;

    /** Keys per query. */
    private static final int KEYS_MAX = 500;

    /** Quotas that were set or changed, per round; each was checked at once already, or nearly. */
    private static final int UNCHECKED_MAX = 100;

    private final Supplier<Map<Partition, Long>> ends;
    private final Journals journals;
    private final Positions positions;
    private final Quotas quotas;
    private final CheckQuotas checkQuotas;
    private final SubjectUsage usage;
    private final Clock clock;
    private final int touchedMax;

    /** The position of each owned partition. */
    private final Map<Partition, Long> checked = new HashMap<>();

    /**
     * @param ends the partitions that this process owns, and the end of their journals
     * @param touchedMax subjects and meters that are in memory at once, at least, and one journal
     */
    WatchUsage(
            Supplier<Map<Partition, Long>> ends,
            Journals journals,
            Positions positions,
            Quotas quotas,
            CheckQuotas checkQuotas,
            SubjectUsage usage,
            Clock clock,
            int touchedMax) {
        this.ends = ends;
        this.journals = journals;
        this.positions = positions;
        this.quotas = quotas;
        this.checkQuotas = checkQuotas;
        this.usage = usage;
        this.clock = clock;
        this.touchedMax = touchedMax;
    }

    void round() {
        checkChanged();
        Map<Partition, Long> behind = behind();
        if (behind.isEmpty()) {
            return;
        }
        // A quota that is set from now on is checked by whoever sets it, up to these ends at least.
        if (!quotas.any()) {
            advance(behind);
            return;
        }
        Map<PartnerId, Boolean> vendors = new HashMap<>();
        while (!behind.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Map<String, SortedSet<YearMonth>> touched = new HashMap<>();
            Map<Partition, Long> read = new HashMap<>();
            for (Map.Entry<Partition, Long> end : List.copyOf(behind.entrySet())) {
                List<Journal> next = next(end.getKey(), end.getValue());
                next.forEach(journal -> touch(touched, journal, vendors));
                if (next.isEmpty() || next.getLast().to() >= end.getValue()) {
                    behind.remove(end.getKey());
                }
                if (!next.isEmpty()) {
                    read.put(end.getKey(), next.getLast().to());
                }
                if (touched.size() >= touchedMax) {
                    break;
                }
            }
            check(touched);
            advance(read);
        }
    }

    /**
     * The next journals of a partition.
     *
     * @return empty if it is halted; the fold logs what to do
     */
    private List<Journal> next(Partition partition, long end) {
        try {
            return journals
                    .after(partition, checked.getOrDefault(partition, 0L), JOURNALS_MAX)
                    .stream()
                    .takeWhile(journal -> journal.to() <= end)
                    .toList();
        } catch (HaltedException damaged) {
            return List.of();
        }
    }

    /**
     * Adds the subjects and meters that have usage in a journal, with its months.
     *
     * @param vendors whether each has quotas, as was found in this round
     */
    private void touch(
            Map<String, SortedSet<YearMonth>> touched,
            Journal journal,
            Map<PartnerId, Boolean> vendors) {
        YearMonth now = Quota.monthOf(clock.instant());
        for (Journal.Delta delta : journal.deltas()) {
            YearMonth month = Quota.monthOf(delta.key().hour());
            Attribution owners = delta.key().attribution();
            boolean checkable = month.equals(now) || month.equals(now.minusMonths(1));
            if (checkable && vendors.computeIfAbsent(owners.vendorId(), quotas::anyOf)) {
                subjects(owners)
                        .map(subject -> Quota.key(subject, delta.key().meterId()))
                        .forEach(
                                key ->
                                        touched.computeIfAbsent(key, any -> new TreeSet<>())
                                                .add(month));
            }
        }
    }

    private static Stream<String> subjects(Attribution owners) {
        return Stream.concat(
                Stream.of(owners.licenseId().value(), owners.customerId().value()),
                owners.path().stream().map(PartnerId::value));
    }

    /** If a process died right after a quota was set or changed, this one checks it. */
    private void checkChanged() {
        Instant now = clock.instant();
        List<Stored<Quota>> changed = quotas.unchecked(now, UNCHECKED_MAX);
        if (!changed.isEmpty()) {
            UsageReading.Tail tail = usage.now();
            changed.forEach(quota -> checkQuotas.check(quota, tail, List.of(Quota.monthOf(now))));
        }
    }

    /** The partitions that have usage to check, and its end. */
    private Map<Partition, Long> behind() {
        Map<Partition, Long> owned = new HashMap<>(ends.get());
        checked.keySet().retainAll(owned.keySet());
        List<Partition> gained =
                owned.keySet().stream()
                        .filter(partition -> !checked.containsKey(partition))
                        .toList();
        if (!gained.isEmpty()) {
            checked.putAll(positions.checked(gained));
        }
        owned.entrySet().removeIf(end -> checked.getOrDefault(end.getKey(), 0L) >= end.getValue());
        return owned;
    }

    private void advance(Map<Partition, Long> to) {
        positions.check(to);
        checked.putAll(to);
    }

    private void check(Map<String, SortedSet<YearMonth>> touched) {
        List<String> keys = List.copyOf(touched.keySet());
        UsageReading.Tail tail = null;
        for (int from = 0; from < keys.size(); from += KEYS_MAX) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_MAX));
            for (Stored<Quota> quota : quotas.withKeys(some)) {
                tail = tail == null ? usage.now() : tail;
                checkQuotas.check(
                        quota, tail, touched.getOrDefault(quota.state().key(), new TreeSet<>()));
            }
        }
    }
}
