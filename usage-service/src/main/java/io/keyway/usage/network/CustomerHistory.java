package io.keyway.usage.network;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.network.CustomerEdge.Stay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All edges of one customer, and what its events change about them. The outcome is the same in
 * whatever order its events arrive, and however often: their sequences tell the order in which they
 * happened. Of a stay only its first and last event are kept, so an event that arrives late and
 * ends a stay in its middle moves the start of the next one to the last event that is known of it.
 */
final class CustomerHistory {

    /** The time from one event to another with the same partner and the same activity. */
    private record Run(
            PartnerId partner,
            boolean active,
            long first,
            Instant since,
            long last,
            Instant seen) {

        boolean continues(Run other) {
            return partner.equals(other.partner) && active == other.active;
        }

        Run to(Run end) {
            return new Run(partner, active, first, since, end.last, end.seen);
        }

        Run onlyFirst() {
            return new Run(partner, active, first, since, first, since);
        }

        Run onlyLast() {
            return new Run(partner, active, last, seen, last, seen);
        }
    }

    private final Map<PartnerId, CustomerEdge> known = new HashMap<>();
    private final Map<PartnerId, CustomerState> newest = new LinkedHashMap<>();
    private final Map<PartnerId, Long> newestSequence = new HashMap<>();
    private final Set<PartnerId> billable = new HashSet<>();
    private final List<Run> runs = new ArrayList<>();

    /**
     * @param edges all that are stored of the customer
     */
    CustomerHistory(Collection<CustomerEdge> edges) {
        for (CustomerEdge edge : edges) {
            PartnerId partner = edge.payeeId();
            known.put(partner, edge);
            newest.put(partner, edge.customer());
            if (edge.billable()) {
                billable.add(partner);
            }
            for (Stay stay : edge.stays()) {
                newestSequence.merge(partner, stay.last(), Math::max);
                runs.add(
                        new Run(
                                partner,
                                stay.active(),
                                stay.first(),
                                stay.since(),
                                stay.last(),
                                stay.seen()));
            }
        }
        runs.sort(Comparator.comparingLong(Run::first));
    }

    /** Takes an event of the customer in. */
    void add(CustomerState state, long sequence, Instant time) {
        PartnerId partner = state.partnerId();
        Long before = newestSequence.get(partner);
        if (before == null || before < sequence) {
            newest.put(partner, state);
            newestSequence.put(partner, sequence);
        }
        if (state.planId() != null) {
            billable.add(partner);
        }
        insert(new Run(partner, state.active(), sequence, time, sequence, time));
    }

    private void insert(Run event) {
        int at = 0;
        while (at < runs.size() && runs.get(at).first() <= event.first()) {
            at++;
        }
        Run earlier = at == 0 ? null : runs.get(at - 1);
        Run later = at == runs.size() ? null : runs.get(at);
        if (earlier != null && event.first() <= earlier.last()) {
            boolean atItsEnd =
                    event.first() == earlier.first() || event.first() == earlier.last();
            if (!atItsEnd && !earlier.continues(event)) {
                runs.set(at - 1, earlier.onlyFirst());
                runs.addAll(at, List.of(event, earlier.onlyLast()));
            }
        } else if (earlier != null && earlier.continues(event)) {
            runs.set(at - 1, earlier.to(event));
        } else if (later != null && later.continues(event)) {
            runs.set(at, event.to(later));
        } else {
            runs.add(at, event);
        }
    }

    /** The edges that differ from what is stored. */
    List<CustomerEdge> changed() {
        List<CustomerEdge> changed = new ArrayList<>();
        newest.forEach(
                (partner, state) -> {
                    CustomerEdge stored = known.get(partner);
                    long revision = stored == null ? 0 : stored.revision();
                    CustomerEdge now = edge(state, revision);
                    if (!now.equals(stored)) {
                        changed.add(edge(state, revision + 1));
                    }
                });
        return changed;
    }

    private CustomerEdge edge(CustomerState state, long revision) {
        PartnerId partner = state.partnerId();
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.partner().equals(partner)) {
                stays.add(stay(run, i + 1 < runs.size() ? runs.get(i + 1).since() : null));
            }
        }
        int forgotten = Math.max(0, stays.size() - CustomerEdge.STAYS_MAX);
        return new CustomerEdge(
                state,
                billable.contains(partner),
                stays.subList(forgotten, stays.size()),
                revision);
    }

    private static Stay stay(Run run, @Nullable Instant until) {
        return new Stay(run.first(), run.since(), run.last(), run.seen(), run.active(), until);
    }
}
