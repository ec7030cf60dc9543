package io.keyway.order.orders;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
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

    private final Aggregates<Order> orders;

    Orders(Store store) {
        this.orders =
                store.aggregates("orders", Order.class)
                        .indexed("customerId", "_id") // A customer's own.
                        .indexed("scope", "state.status", "_id")
                        // Rarely two have the same: it finds them whoever asks.
                        .indexed("state.externalReferenceId", "_id")
                        .indexed("state.managers.partnerId", "_id");
    }

    Stored<Order> find(Caller caller, OrderId id) {
        return seen(caller, id).orElseThrow(Refused::notFound);
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

    Stored<Order> insert(Order order, DomainEvent event) {
        return orders.insert(order, event).orElseThrow();
    }

    Optional<Stored<Order>> change(OrderId id, Function<Stored<Order>, Decision<Order>> decide) {
        return orders.change(id, decide);
    }

    Page<Stored<Order>> page(Caller caller, Asked asked, PageRequest page) {
        return orders.page(caller, asked.filter(), page);
    }
}
