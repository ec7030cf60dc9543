package io.keyway.order.orders;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
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

/** The orders of all partners. */
@Component
final class Orders {

    /** What a list is narrowed to; what is absent narrows nothing. */
    record Asked(@Nullable OrderStatus status, @Nullable String externalReferenceId) {

        private Bson filter() {
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
                        .indexed("customerId", "_id") // A customer's own.
                        .indexed("scope", "state.status", "_id")
                        // Rarely two have the same: it finds them whoever asks.
                        .indexed("state.externalReferenceId", "_id")
                        .indexed("state.managers.partnerId", "_id")
                        .unique("state.uniqueReference");
    }

    Stored<Order> find(Caller caller, OrderId id) {
        return seen(caller, id).orElseThrow(Refused::notFound);
    }

    /** One that is the caller's, or of somebody below it; a license manager changes nothing. */
    Order owned(Caller caller, OrderId id) {
        Order order = find(caller, id).state();
        if (!order.ownedBy(caller)) {
            throw new Refused(
                    AccessRule.NOT_ORDER_OWNER,
                    "An order is changed by its owner and who stands above it.");
        }
        return order;
    }

    Optional<Stored<Order>> seen(Caller caller, OrderId id) {
        return orders.find(caller, id);
    }

    /** Some of the orders that the partner is a license manager of. */
    List<OrderId> managedBy(PartnerId id, int max) {
        return orders.some(eq("state.managers.partnerId", id.value()), max).stream()
                .map(stored -> stored.state().id())
                .toList();
    }

    /** A new order, which is told of unless it is a draft. */
    Stored<Order> insert(Order order) {
        DomainEvent[] told =
                order.status() == OrderStatus.DRAFT
                        ? new DomainEvent[0]
                        : new DomainEvent[] {new OrderPlaced(order.toState())};
        return orders.insert(order, told).orElseThrow(() -> new Refused(REFERENCE_TAKEN));
    }

    /** A change that the caller asks for; whoever decides may refuse it. */
    Stored<Order> change(OrderId id, IfMatch ifMatch, UnaryOperator<Order> next) {
        return change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return next.apply(stored.state());
                        })
                .orElseThrow(Refused::notFound);
    }

    /** What became of it elsewhere. Each step may be heard twice: the second changes nothing. */
    void progress(OrderId id, UnaryOperator<Order> step) {
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
                            : new Decision.Change<>(after, after.newsSince(before));
                });
    }

    Page<Stored<Order>> page(Caller caller, Asked asked, PageRequest page) {
        return orders.page(caller, asked.filter(), page);
    }
}
