package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.order.orders.OrderResponse.LineResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
     * @param draft it is kept and placed later: then nothing is issued or owed yet
     * @param externalReferenceId the buyer's own name for it: no two of its orders have the same
     */
    record PlaceOrder(
            @Nullable CustomerId customerId,
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineRequest> lines,
            @NotNull Fulfillment fulfillment,
            @Nullable Boolean draft,
            @Nullable @Size(min = 1, max = 200) String externalReferenceId) {}

    record AppendLines(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineRequest> lines) {}

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
        return answer(201, place.order(caller, newId, body), caller);
    }

    /** What the same body would cost now; nothing is ordered. */
    @PostMapping("/preview")
    Preview preview(Caller caller, NewId newId, @Valid @RequestBody PlaceOrder body) {
        Order order = place.drafted(caller, newId, body);
        return new Preview(
                order.lines().stream().map(line -> LineResponse.from(line, order, true)).toList(),
                order.total());
    }

    /** A draft becomes an order, at the prices of now. */
    @PostMapping("/{id}/place")
    ResponseEntity<OrderResponse> placeDraft(
            Caller caller, @PathVariable OrderId id, IfMatch ifMatch) {
        return answer(200, place.draft(caller, id, ifMatch), caller);
    }

    /** At the prices of now; those of the other lines stay. */
    @PostMapping("/{id}/lines")
    ResponseEntity<OrderResponse> append(
            Caller caller,
            @PathVariable OrderId id,
            NewId newId,
            IfMatch ifMatch,
            @Valid @RequestBody AppendLines body) {
        return answer(200, place.append(caller, id, newId, ifMatch, body.lines()), caller);
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
