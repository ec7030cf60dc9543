package io.keyway.usage.network;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.network.CustomerEdge.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All edges of one customer, and what its events change about them. The outcome is the same in
 * whatever order its events arrive, and however often: their sequences tell the order in which they
 * happened. Of a stay only its first and last event are kept, so an event that arrives late and
 * ends a stay in its middle moves the start of the next one to the last event that is known of it.
 */
final class CustomerHistory {

    /** What an event showed of the customer. */
    private record Seen(PartnerId partner, boolean active, Instant time) {

        boolean sameStay(Seen other) {
            return partner.equals(other.partner) && active == other.active;
        }
    }

    private final Map<PartnerId, CustomerEdge> stored = new HashMap<>();
    private final Map<PartnerId, CustomerState> newest = new LinkedHashMap<>();
    private final Map<PartnerId, Long> newestSequence = new HashMap<>();
    private final Set<PartnerId> billable = new HashSet<>();
    private final NavigableMap<Long, Seen> bySequence = new TreeMap<>();

    /**
     * @param edges all that are stored of the customer
     */
    CustomerHistory(Collection<CustomerEdge> edges) {
        for (CustomerEdge edge : edges) {
            PartnerId partner = edge.payeeId();
            stored.put(partner, edge);
            newest.put(partner, edge.customer());
            if (edge.billable()) {
                billable.add(partner);
            }
            for (Stay stay : edge.stays()) {
                newestSequence.merge(partner, stay.last(), Math::max);
                bySequence.put(stay.first(), new Seen(partner, stay.active(), stay.since()));
                bySequence.put(stay.last(), new Seen(partner, stay.active(), stay.seen()));
            }
        }
    }

    /** Takes an event of the customer in. */
    void add(CustomerState state, long sequence, Instant time) {
        PartnerId partner = state.partnerId();
        Long before = newestSequence.get(partner);
        if (before == null || before < sequence) {
            newest.put(partner, state);
            newestSequence.put(partner, sequence);
        }
        if (PlanPeriod.plans(state.planPeriods()).findAny().isPresent()) {
            billable.add(partner);
        }
        bySequence.putIfAbsent(sequence, new Seen(partner, state.active(), time));
    }

    /** The edges that differ from what is stored. */
    List<CustomerEdge> changed() {
        Map<PartnerId, List<Stay>> stays = stays();
        List<CustomerEdge> changed = new ArrayList<>();
        newest.forEach(
                (partner, state) -> {
                    CustomerEdge before = stored.get(partner);
                    long revision = before == null ? 0 : before.revision();
                    CustomerEdge now =
                            new CustomerEdge(
                                    state,
                                    billable.contains(partner),
                                    last(stays.getOrDefault(partner, List.of())),
                                    revision);
                    if (!now.equals(before)) {
                        changed.add(now.next());
                    }
                });
        return changed;
    }

    private static List<Stay> last(List<Stay> stays) {
        return stays.subList(Math.max(0, stays.size() - CustomerEdge.STAYS_MAX), stays.size());
    }

    private Map<PartnerId, List<Stay>> stays() {
        Map<PartnerId, List<Stay>> stays = new HashMap<>();
        Map.Entry<Long, Seen> first = bySequence.firstEntry();
        while (first != null) {
            Map.Entry<Long, Seen> last = first;
            Map.Entry<Long, Seen> next = bySequence.higherEntry(last.getKey());
            while (next != null && next.getValue().sameStay(first.getValue())) {
                last = next;
                next = bySequence.higherEntry(last.getKey());
            }
            stays.computeIfAbsent(first.getValue().partner(), any -> new ArrayList<>())
                    .add(stay(first, last, next == null ? null : next.getValue().time()));
            first = next;
        }
        return stays;
    }

    private static Stay stay(
            Map.Entry<Long, Seen> first, Map.Entry<Long, Seen> last, @Nullable Instant until) {
        return new Stay(
                first.getKey(),
                first.getValue().time(),
                last.getKey(),
                last.getValue().time(),
                first.getValue().active(),
                until);
    }
}
