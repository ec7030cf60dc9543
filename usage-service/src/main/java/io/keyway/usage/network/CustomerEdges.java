package io.keyway.usage.network;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static java.util.stream.Collectors.groupingBy;

import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.bus.Received;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.Replica.Update;
import io.keyway.kit.store.Store;
import io.keyway.usage.metering.TimeSortedIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The edges between customers and the partners that they belong to or have belonged to. The topic
 * keeps only the last state of a customer, so former partners are known here alone.
 */
@Component
public class CustomerEdges {

    private static final Bson BILLABLE = eq("state.billable", true);

    private final Replica<CustomerEdge> edges;

    CustomerEdges(Store store) {
        edges =
                store.replica(
                                Topic.CUSTOMERS,
                                "customer-edges",
                                CustomerEdge.class,
                                CustomerEdge::path,
                                CustomerEdge::customerId)
                        .indexed("customerId", "_id")
                        .indexed("state.idRest", "_id")
                        .indexed("scope", "state.billable", "_id")
                        // For the operator, who sees all scopes.
                        .indexed("state.billable", "_id");
    }

    /**
     * Takes events of customers in. An edge is written if it still has the revision that was read.
     * As another process may write one edge of a customer while this one writes another, and the
     * end of a stay depends on both, it looks again until nothing is left to change.
     */
    void seen(List<Received<CustomerEvent>> events) {
        Map<CustomerId, List<Received<CustomerEvent>>> byCustomer =
                events.stream().collect(groupingBy(received -> received.event().customer().id()));
        List<Update<CustomerEdge>> updates = changes(byCustomer);
        while (!updates.isEmpty()) {
            edges.putAll(updates);
            updates = changes(byCustomer);
        }
    }

    /** The revision stands for the sequence: of two changes of one state, one is refused. */
    private List<Update<CustomerEdge>> changes(
            Map<CustomerId, List<Received<CustomerEvent>>> events) {
        Map<CustomerId, List<CustomerEdge>> known = of(events.keySet());
        List<Update<CustomerEdge>> changes = new ArrayList<>();
        for (Map.Entry<CustomerId, List<Received<CustomerEvent>>> of : events.entrySet()) {
            List<CustomerEdge> before = known.getOrDefault(of.getKey(), List.of());
            for (CustomerEdge edge : changed(before, of.getValue())) {
                changes.add(new Update<>(edge.key(), edge.revision(), edge));
            }
        }
        return changes;
    }

    private static List<CustomerEdge> changed(
            List<CustomerEdge> known, List<Received<CustomerEvent>> events) {
        CustomerHistory history = new CustomerHistory(known);
        for (Received<CustomerEvent> received : events) {
            history.add(received.event().customer(), received.sequence(), received.time());
        }
        return history.changed();
    }

    private Map<CustomerId, List<CustomerEdge>> of(Collection<CustomerId> customers) {
        List<String> ids = customers.stream().map(CustomerId::value).toList();
        return edges.loadAll(in("customerId", ids)).stream().collect(groupingBy(CustomerEdge::id));
    }

    /** The billable ones of a customer that the caller sees: for a former partner its own only. */
    public Page<CustomerEdge> of(Caller caller, CustomerId customer, PageRequest request) {
        return edges.page(caller, and(eq("customerId", customer.value()), BILLABLE), request);
    }

    /** Those edges with these ids that there are, regardless of who may see them. */
    public Map<EdgeId, CustomerEdge> load(Collection<EdgeId> ids) {
        return edges.loadAll(ids);
    }

    /** The billable ones in the caller's branch. */
    public Page<CustomerEdge> billable(Caller caller, PageRequest request) {
        return edges.page(caller, BILLABLE, request);
    }

    /** How many in the caller's branch are billable. */
    public int countBillable(Caller caller) {
        return Math.toIntExact(edges.count(caller, BILLABLE));
    }

    /**
     * The next billable ones of a branch in the order of their ids, its root's own customers
     * included. For background work on a branch that was checked before.
     *
     * @param root null for all there are
     * @param after id of an edge; null for the first ones
     */
    public List<CustomerEdge> branch(@Nullable PartnerId root, @Nullable String after, int max) {
        return edges.some(
                and(
                        BILLABLE,
                        root == null ? empty() : eq("scope", root.value()),
                        after == null ? empty() : gt("_id", after)),
                max);
    }

    /**
     * The payer of a customer's statement.
     *
     * @param idRest the end of the statement's id, from {@link TimeSortedIds#rest}
     */
    Optional<CustomerEdge> payer(Caller caller, String idRest) {
        return edges.page(caller, eq("state.idRest", idRest), PageRequest.first(1)).items().stream()
                .findFirst();
    }
}
