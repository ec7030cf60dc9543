package io.keyway.usage.reading;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.buckets.BucketDeltas;
import io.keyway.usage.buckets.BucketKey;
import io.keyway.usage.buckets.Buckets;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.journal.Journal;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.conversions.Bson;

/**
 * Reads usage as of the last commit: the stored buckets, each with the journals that it does not
 * have yet. Journals are read before buckets, so a journal that is folded in between is counted
 * once: the bucket that has it ignores it.
 */
public final class UsageReading {

    /** Ids per query: about a month of 31 days on 16 partitions. */
    private static final int IDS_MAX = 500;

    private final Journals journals;
    private final Positions positions;
    private final Buckets buckets;
    private final int unfoldedMax;
    private final int bucketsMax;

    public UsageReading(
            Journals journals,
            Positions positions,
            Buckets buckets,
            int unfoldedMax,
            int bucketsMax) {
        this.journals = journals;
        this.positions = positions;
        this.buckets = buckets;
        this.unfoldedMax = unfoldedMax;
        this.bucketsMax = bucketsMax;
    }

    /**
     * The end of the log at the time of a read.
     *
     * @param unfolded journals that are committed and not folded yet, by partition
     * @param ends end offset of each partition that has counted anything
     */
    public record Tail(Map<Partition, List<Journal>> unfolded, Map<Partition, Long> ends) {}

    /**
     * The current tail. Reads with the same tail are of the same moment, unless buckets are folded
     * in between.
     *
     * @throws Refused with {@code unavailable} if folding is too far behind or a journal is damaged
     */
    public Tail tail() {
        Map<Partition, Long> folded = positions.all();
        Map<Partition, List<Journal>> unfolded;
        try {
            unfolded = journals.after(folded, unfoldedMax);
        } catch (HaltedException e) {
            throw new Refused(ProblemCode.UNAVAILABLE, "Usage cannot be read now.");
        }
        Map<Partition, Long> ends = new HashMap<>(folded);
        ends.values().removeIf(end -> end == 0);
        unfolded.forEach(
                (partition, list) -> {
                    if (list.size() >= unfoldedMax) {
                        throw new Refused(
                                ProblemCode.UNAVAILABLE, "Usage is being caught up on: try again.");
                    }
                    ends.put(partition, list.getLast().to());
                });
        return new Tail(unfolded, ends);
    }

    /** Whether a journal of any partition that is dropped may have usage of this day. */
    boolean dropped(LocalDate day) {
        return positions.dropped().stream().anyMatch(dropped -> dropped.reach(day));
    }

    /** The usage of a partner's branch on these days, {@code to} exclusive. */
    List<Bucket> ofPartner(
            Tail tail, PartnerId partner, MeterId meter, LocalDate from, LocalDate to) {
        List<String> ids = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            for (Partition partition : tail.ends().keySet()) {
                ids.add(BucketKey.id(BucketKey.OfPartner.id(partner), meter, day, partition));
            }
        }
        List<Bucket> stored = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += IDS_MAX) {
            stored.addAll(buckets.loadByIds(ids.subList(i, Math.min(ids.size(), i + IDS_MAX))));
        }
        return current(
                tail,
                stored,
                on(meter, from, to)
                        .and(
                                key ->
                                        key.owner() instanceof BucketKey.OfPartner owner
                                                && owner.scope().getLast().equals(partner)));
    }

    /** The usage of the branch of each partner that the caller sees. */
    List<Bucket> partners(
            Tail tail,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to) {
        return read(
                tail, Buckets.PARTNER, BucketKey.OfPartner.class, caller, filter, meter, from, to);
    }

    /** The usage of each license that the caller sees. */
    List<Bucket> licenses(
            Tail tail,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to) {
        return read(
                tail, Buckets.LICENSE, BucketKey.OfLicense.class, caller, filter, meter, from, to);
    }

    private List<Bucket> read(
            Tail tail,
            String kind,
            Class<? extends BucketKey.Owner> type,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to) {
        List<Bucket> stored =
                buckets.find(
                        kind,
                        meter,
                        from,
                        to,
                        and(scope(caller), filter.toQuery()),
                        bucketsMax + 1);
        if (stored.size() > bucketsMax) {
            throw Refused.invalid("from", "covers too much usage for one answer: ask for a part")
                    .get();
        }
        return current(
                tail,
                stored,
                on(meter, from, to)
                        .and(
                                key ->
                                        type.isInstance(key.owner())
                                                && caller.sees(
                                                        key.owner().scope(),
                                                        key.owner().customerId())
                                                && filter.matches(key.owner())));
    }

    /** The one place that puts a caller's scope into a query for buckets. */
    private static Bson scope(Caller caller) {
        return switch (caller.role()) {
            case OPERATOR -> empty();
            case PARTNER -> eq("scope", String.valueOf(caller.partnerId()));
            case CUSTOMER -> eq("customerId", String.valueOf(caller.customerId()));
            case ANONYMOUS, GATEWAY -> eq("_id", "");
        };
    }

    private static Predicate<BucketKey> on(MeterId meter, LocalDate from, LocalDate to) {
        return key ->
                key.meterId().equals(meter) && !key.day().isBefore(from) && key.day().isBefore(to);
    }

    private static List<Bucket> current(
            Tail tail, Collection<Bucket> stored, Predicate<BucketKey> wanted) {
        Map<BucketKey, List<Bucket.Delta>> added = new HashMap<>();
        tail.unfolded().values().forEach(list -> added.putAll(BucketDeltas.of(list, wanted)));
        List<Bucket> current = new ArrayList<>();
        Set<BucketKey> seen = new HashSet<>();
        for (Bucket bucket : stored) {
            seen.add(bucket.key());
            current.add(bucket.fold(added.getOrDefault(bucket.key(), List.of())));
        }
        added.forEach(
                (key, deltas) -> {
                    if (!seen.contains(key)) {
                        current.add(Bucket.empty(key).fold(deltas));
                    }
                });
        return current;
    }
}
