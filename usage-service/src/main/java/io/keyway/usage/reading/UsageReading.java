package io.keyway.usage.reading;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
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
import io.keyway.usage.reading.BranchUsage.UsedBy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.conversions.Bson;

/**
 * Reads usage as of the last commit: the stored buckets, each with the journals that it does not
 * have yet. Journals are read before buckets, so a journal that is folded in between is counted
 * once: the bucket that has it ignores it.
 */
public final class UsageReading {

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

    /**
     * The usage of several branches and customers on these days, {@code to} exclusive. Buckets are
     * passed on one by one as they are read: all of them would not fit into memory.
     */
    void of(
            Tail tail,
            Set<UsedBy> wanted,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        Predicate<BucketKey> asked = key -> wanted.contains(UsedBy.of(key.owner()));
        Current current = new Current(tail, on(meter, from, to).and(asked));
        for (UsedBy one : wanted) {
            switch (one) {
                case UsedBy.Branch(PartnerId partner) ->
                        buckets.ofPartner(
                                partner,
                                meter,
                                from,
                                to,
                                bucket -> each.accept(current.of(bucket)));
                case UsedBy.Customer(CustomerId customer, PartnerId at) ->
                        buckets.ofCustomer(
                                customer,
                                at,
                                meter,
                                from,
                                to,
                                bucket -> each.accept(current.of(bucket)));
            }
        }
        current.onlyUnfolded().forEach(each);
    }

    /** The usage of the branch of each partner that the caller sees. */
    void partners(
            Tail tail,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        read(
                tail,
                Buckets.PARTNER,
                BucketKey.OfPartner.class,
                caller,
                filter,
                meter,
                from,
                to,
                each);
    }

    /** The usage of each license that the caller sees. */
    void licenses(
            Tail tail,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        read(
                tail,
                Buckets.LICENSE,
                BucketKey.OfLicense.class,
                caller,
                filter,
                meter,
                from,
                to,
                each);
    }

    private void read(
            Tail tail,
            String kind,
            Class<? extends BucketKey.Owner> type,
            Caller caller,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        boolean all =
                read(
                        tail,
                        kind,
                        and(scope(caller), filter.toQuery()),
                        owner ->
                                type.isInstance(owner)
                                        && caller.sees(owner.scope(), owner.customerId())
                                        && filter.matches(owner),
                        meter,
                        from,
                        to,
                        each);
        if (!all) {
            throw Refused.invalid("from", "covers too much usage for one answer: ask for a part")
                    .get();
        }
    }

    /**
     * The usage of each license that matches, whoever asks.
     *
     * @return false if it is in more buckets than one query may sum
     */
    boolean licenses(
            Tail tail,
            UsageFilter filter,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        return read(
                tail,
                Buckets.LICENSE,
                filter.toQuery(),
                owner -> owner instanceof BucketKey.OfLicense && filter.matches(owner),
                meter,
                from,
                to,
                each);
    }

    private boolean read(
            Tail tail,
            String kind,
            Bson query,
            Predicate<BucketKey.Owner> same,
            MeterId meter,
            LocalDate from,
            LocalDate to,
            Consumer<Bucket> each) {
        Current current = new Current(tail, on(meter, from, to).and(key -> same.test(key.owner())));
        boolean all =
                buckets.each(
                        kind,
                        meter,
                        from,
                        to,
                        query,
                        bucketsMax,
                        bucket -> each.accept(current.of(bucket)));
        current.onlyUnfolded().forEach(each);
        return all;
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

    /** Adds the journals that are not folded yet to buckets. */
    private static final class Current {

        private final Map<BucketKey, List<Bucket.Delta>> unfolded = new HashMap<>();

        private Current(Tail tail, Predicate<BucketKey> wanted) {
            tail.unfolded()
                    .values()
                    .forEach(list -> unfolded.putAll(BucketDeltas.of(list, wanted)));
        }

        private Bucket of(Bucket stored) {
            List<Bucket.Delta> added = unfolded.remove(stored.key());
            return added == null ? stored : stored.fold(added);
        }

        /** The buckets that nothing has been folded into; call last. */
        private List<Bucket> onlyUnfolded() {
            List<Bucket> rest = new ArrayList<>();
            unfolded.forEach((key, added) -> rest.add(Bucket.empty(key).fold(added)));
            return rest;
        }
    }
}
