package io.keyway.order.orders;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores the orders of all partners. */
@Component
public final class Orders {

    /** Filter of a list; an absent value matches everything. */
    record Filter(@Nullable OrderStatus status, @Nullable String externalReferenceId) {

        private Bson toBson() {
            List<Bson> filters = new ArrayList<>();
            if (status != null) {
                filters.add(eq("state.status", status.name().toLowerCase(Locale.ROOT)));
            }
            if (externalReferenceId != null) {
                filters.add(eq("state.externalReferenceId", externalReferenceId));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }
    }

    private static final Problem REFERENCE_TAKEN =
            new Problem(
                    ProblemCode.ALREADY_EXISTS,
                    null,
                    List.of(
                            new Problem.InvalidField(
                                    "externalReferenceId", "another order of yours has it")));

    private final Aggregates<Order> orders;

    Orders(Store store) {
        this.orders =
                store.aggregates("orders", Order.class)
                        .indexed("customerId", "_id") // The filter of a customer's query.
                        .indexed("scope", "state.status", "_id")
                        // Selective enough for every caller: references rarely repeat.
                        .indexed("state.externalReferenceId", "_id")
                        .indexed("state.managers.partnerId", "_id")
                        .unique("state.uniqueReference");
    }

    /**
     * The order, if the caller may see it.
     *
     * @throws Refused {@code not_found} otherwise
     */
    public Stored<Order> find(Caller caller, OrderId id) {
        return findIfVisible(caller, id).orElseThrow(Refused::notFound);
    }

    /**
     * The order, if the caller may change it.
     *
     * @throws Refused {@code forbidden} for a license manager, who sees the order but changes
     *     nothing
     */
    public Order requireOwned(Caller caller, OrderId id) {
        Order order = find(caller, id).state();
        if (!order.ownedBy(caller)) {
            throw new Refused(
                    AccessRule.NOT_ORDER_OWNER,
                    "An order is changed by its owner and who stands above it.");
        }
        return order;
    }

    public Optional<Stored<Order>> findIfVisible(Caller caller, OrderId id) {
        return orders.find(caller, id);
    }

    /** Ids of at most {@code max} orders that the partner is a license manager of. */
    public List<OrderId> managedBy(PartnerId id, int max) {
        return orders.some(eq("state.managers.partnerId", id.value()), max).stream()
                .map(stored -> stored.state().id())
                .toList();
    }

    /**
     * Stores a new order and publishes it, unless it is a draft.
     *
     * @throws Refused {@code already_exists} if the owner has another order with its reference
     */
    Stored<Order> insert(Order order) {
        DomainEvent[] events = OrderEvents.created(order).toArray(DomainEvent[]::new);
        return orders.insert(order, events).orElseThrow(() -> new Refused(REFERENCE_TAKEN));
    }

    /** Changes an order for a caller; {@code next} throws to refuse the change. */
    public Stored<Order> change(OrderId id, IfMatch ifMatch, UnaryOperator<Order> next) {
        return change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return next.apply(stored.state());
                        })
                .orElseThrow(Refused::notFound);
    }

    /** Applies an event of another service; applying it again changes nothing. */
    public void apply(OrderId id, UnaryOperator<Order> step) {
        change(id, stored -> step.apply(stored.state()));
    }

    private Optional<Stored<Order>> change(OrderId id, Function<Stored<Order>, Order> next) {
        return orders.change(
                id,
                stored -> {
                    Order before = stored.state();
                    Order after = next.apply(stored);
                    return after.equals(before)
                            ? Decision.keep()
                            : new Decision.Change<>(after, OrderEvents.changed(before, after));
                });
    }

    Page<Stored<Order>> page(Caller caller, Filter filter, PageRequest page) {
        return orders.page(caller, filter.toBson(), page);
    }
}
