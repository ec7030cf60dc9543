package io.keyway.order.orders;

import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.order.orders.Order.Closed;
import io.keyway.order.orders.Order.Draft;
import io.keyway.order.orders.Order.InForce;
import io.keyway.order.orders.OrderContents.Issued;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is stored: one flat document for all states, so that queries name the same fields
 * in each. Its shape is fixed by the documents that are stored already.
 *
 * @param issued absent in the first documents
 * @param returns absent in the first documents
 * @param uniqueReference owner and external reference together: unique among all orders
 */
record OrderDocument(
        OrderId id,
        List<PartnerId> path,
        PartnerId ownerId,
        @Nullable CustomerId orderedFor,
        Fulfillment fulfillment,
        OrderStatus status,
        List<Line> lines,
        @Nullable List<Issued> issued,
        List<LicenseManager> managers,
        @Nullable List<OrderReturn> returns,
        long revision,
        long opened,
        @Nullable String externalReferenceId,
        @Nullable String uniqueReference,
        Instant placedAt) {

    static OrderDocument of(Order order) {
        OrderContents contents = order.contents();
        String reference = contents.externalReferenceId();
        return new OrderDocument(
                contents.id(),
                contents.path(),
                contents.ownerId(),
                contents.orderedFor(),
                contents.fulfillment(),
                order.status(),
                contents.lines(),
                contents.issued(),
                contents.managers(),
                contents.returns(),
                contents.revision(),
                contents.opened(),
                reference,
                reference == null ? null : contents.ownerId() + ":" + reference,
                contents.placedAt());
    }

    Order toState() {
        OrderContents contents =
                new OrderContents(
                        id,
                        path,
                        ownerId,
                        orderedFor,
                        fulfillment,
                        lines,
                        Objects.requireNonNullElse(issued, List.of()),
                        managers,
                        Objects.requireNonNullElse(returns, List.of()),
                        revision,
                        opened,
                        externalReferenceId,
                        placedAt);
        return switch (status) {
            case DRAFT -> new Draft(contents);
            case PENDING, OPEN, PARTLY_FULFILLED, FULFILLED -> new InForce(contents, status);
            case FAILED, CANCELLED, RETURNED -> new Closed(contents, status);
        };
    }
}
