package io.keyway.order.orders;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Placing and reading orders. */
@RestController
@RequestMapping("/api/v1/orders")
class OrdersController {

    record LineRequest(
            @NotNull ProductId productId,
            @NotNull PolicyId policyId,
            @NotNull @Min(1) Long quantity) {}

    /**
     * @param customerId whom immediate lines are issued to; on demand, whoever draws names one
     */
    record PlaceOrder(
            @Nullable CustomerId customerId,
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineRequest> lines,
            @NotNull Fulfillment fulfillment,
            @Nullable @Size(max = 200) String externalReferenceId) {}

    /** Prices are absent for a license manager: what the order costs is its owner's business. */
    record LineResponse(
            LineId id,
            ProductId productId,
            PolicyId policyId,
            long quantity,
            @Nullable Money unitPrice,
            @Nullable Money amount) {

        static LineResponse from(Line line, boolean withPrices) {
            return new LineResponse(
                    line.id(),
                    line.productId(),
                    line.policyId(),
                    line.quantity(),
                    withPrices ? line.unitPrice() : null,
                    withPrices ? line.amount() : null);
        }
    }

    /**
     * @param failure why it failed, as a problem code
     */
    record OrderResponse(
            OrderId id,
            PartnerId ownerId,
            @Nullable CustomerId customerId,
            Fulfillment fulfillment,
            OrderStatus status,
            List<LineResponse> lines,
            List<ManagerResponse> licenseManagers,
            @Nullable Money total,
            @Nullable String failure,
            @Nullable String externalReferenceId,
            Instant placedAt) {

        /** A license manager sees the lines of what it may issue, and of the managers itself. */
        static OrderResponse from(Order order, Caller caller) {
            boolean whole =
                    caller.role() == Role.OPERATOR || order.path().contains(caller.partnerId());
            List<LicenseManager> managers =
                    order.managers().stream()
                            .filter(
                                    manager ->
                                            whole || manager.partnerId().equals(caller.partnerId()))
                            .toList();
            return new OrderResponse(
                    order.id(),
                    order.ownerId(),
                    whole ? order.orderedFor() : null,
                    order.fulfillment(),
                    order.status(),
                    order.lines().stream()
                            .filter(
                                    line ->
                                            whole
                                                    || managers.stream()
                                                            .anyMatch(
                                                                    manager ->
                                                                            grants(manager, line)))
                            .map(line -> LineResponse.from(line, whole))
                            .toList(),
                    managers.stream().map(manager -> ManagerResponse.from(manager, order)).toList(),
                    whole ? order.total() : null,
                    order.failure(),
                    whole ? order.externalReferenceId() : null,
                    order.placedAt());
        }

        private static boolean grants(LicenseManager manager, Line line) {
            return manager.grants().stream()
                    .anyMatch(
                            grant ->
                                    grant.productId().equals(line.productId())
                                            && (grant.policyIds() == null
                                                    || grant.policyIds()
                                                            .contains(line.policyId())));
        }
    }

    enum ManagerStatus {
        /** License-service has not heard of it yet: a moment. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("active")
        ACTIVE
    }

    record ManagerResponse(PartnerId partnerId, ManagerStatus status, List<ManagerGrant> grants) {

        static ManagerResponse from(LicenseManager manager, Order order) {
            return new ManagerResponse(
                    manager.partnerId(),
                    order.opened() >= order.revision()
                            ? ManagerStatus.ACTIVE
                            : ManagerStatus.PENDING,
                    manager.grants());
        }
    }

    record Preview(List<LineResponse> lines, Money total) {}

    private final PlaceOrders place;
    private final Orders orders;

    OrdersController(PlaceOrders place, Orders orders) {
        this.place = place;
        this.orders = orders;
    }

    /**
     * The order is accepted; {@code status} says when its licenses are there or its allowance is
     * open.
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<OrderResponse> place(
            Caller caller, NewId newId, @Valid @RequestBody PlaceOrder body) {
        Order order = place.order(caller, newId, body);
        return answer(201, orders.insert(order, new OrderPlaced(order.told())), caller);
    }

    /** What the same body would cost now; nothing is ordered. */
    @PostMapping("/preview")
    Preview preview(Caller caller, NewId newId, @Valid @RequestBody PlaceOrder body) {
        Order order = place.order(caller, newId, body);
        return new Preview(
                order.lines().stream().map(line -> LineResponse.from(line, true)).toList(),
                order.total());
    }

    @GetMapping
    Page<OrderResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable OrderStatus status,
            @RequestParam(required = false) @Nullable String externalReferenceId) {
        return orders.page(caller, new Orders.Asked(status, externalReferenceId), page)
                .map(stored -> OrderResponse.from(stored.state(), caller));
    }

    @GetMapping("/{id}")
    ResponseEntity<OrderResponse> get(Caller caller, @PathVariable OrderId id) {
        return answer(200, orders.find(caller, id), caller);
    }

    private static ResponseEntity<OrderResponse> answer(
            int status, Stored<Order> stored, Caller caller) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(OrderResponse.from(stored.state(), caller));
    }
}
