package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.order.orders.OrderResponse.LineResponse;
import io.keyway.order.pricing.LineRequest;
import jakarta.validation.Valid;
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

    /**
     * An order to place, to preview or to keep as a draft.
     *
     * @param customerId customer that immediate lines are issued to, required for them; on demand
     *     absent, because each issuance names its customer
     * @param lines 1 to 100 lines (setting {@code lines-max})
     * @param fulfillment {@code immediate}: licenses are issued at once; {@code on_demand}: license
     *     managers draw them
     * @param draft true to keep the order without placing it: nothing is issued or owed until it is
     *     placed; absent for false
     * @param externalReferenceId the buyer's own reference, 1 to 200 characters, unique among its
     *     orders; absent for none
     */
    record PlaceOrder(
            @Nullable CustomerId customerId,
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineRequest> lines,
            @NotNull Fulfillment fulfillment,
            @Nullable Boolean draft,
            @Nullable @Size(min = 1, max = 200) String externalReferenceId) {}

    /**
     * Lines to append to an order.
     *
     * @param lines at least 1; the order has at most 100 lines in all (setting {@code lines-max})
     */
    record AppendLines(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineRequest> lines) {}

    /**
     * What an order would cost.
     *
     * @param lines the lines with their prices
     * @param total price of all lines, discount applied
     */
    record Preview(List<LineResponse> lines, Money total) {}

    private final PlaceOrders placeOrders;
    private final Orders orders;

    OrdersController(PlaceOrders placeOrders, Orders orders) {
        this.placeOrders = placeOrders;
        this.orders = orders;
    }

    /**
     * Place an order. Needs the permission {@code create_orders} ({@code forbidden}). List prices
     * and the buyer's discount are fixed now. Everything ordered must be in the buyer's portfolio
     * ({@code not_in_portfolio}) and within its grants ({@code quota_exceeded}); a reference the
     * owner has used is {@code already_exists}. Licenses are issued afterwards: watch {@code
     * status}.
     *
     * @return the order, {@code pending} or {@code draft}
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<OrderResponse> place(
            Caller caller, NewId newId, @Valid @RequestBody PlaceOrder body) {
        return answer(201, placeOrders.create(caller, newId, body), caller);
    }

    /**
     * Preview what an order would cost. Takes the body of an order and refuses it for the same
     * reasons. Nothing is ordered or stored.
     *
     * @return the priced lines and their total
     */
    @PostMapping("/preview")
    Preview preview(Caller caller, NewId newId, @Valid @RequestBody PlaceOrder body) {
        Order order = placeOrders.draft(caller, newId, body);
        return new Preview(
                order.lines().stream().map(line -> LineResponse.from(line, order, true)).toList(),
                OrderLines.total(order.lines()));
    }

    /**
     * Place a draft. The draft becomes an order at the current prices, which may differ from those
     * when it was created. Only the owner and partners above it may place it ({@code forbidden});
     * an order that is no draft is a {@code conflict}.
     *
     * @param id the draft
     * @return the placed order
     */
    @PostMapping("/{id}/place")
    ResponseEntity<OrderResponse> placeDraft(
            Caller caller, @PathVariable OrderId id, IfMatch ifMatch) {
        return answer(200, placeOrders.placeDraft(caller, id, ifMatch), caller);
    }

    /**
     * Append lines to an order. The new lines cost the current prices; those of the other lines
     * stay. Only the owner and partners above it may append ({@code forbidden}). An order that is
     * failed, cancelled or returned is a {@code conflict}.
     *
     * @param id the order or draft
     * @return the order with its new lines
     */
    @PostMapping("/{id}/lines")
    ResponseEntity<OrderResponse> append(
            Caller caller,
            @PathVariable OrderId id,
            NewId newId,
            IfMatch ifMatch,
            @Valid @RequestBody AppendLines body) {
        return answer(200, placeOrders.append(caller, id, newId, ifMatch, body.lines()), caller);
    }

    /**
     * List orders. Orders of the caller's branch and orders it is a license manager of, newest
     * first. A license manager gets them without prices.
     *
     * @param status only orders with this status; absent for all
     * @param externalReferenceId only orders with this reference; absent for all
     * @return a page of orders
     */
    @GetMapping
    Page<OrderResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable OrderStatus status,
            @RequestParam(required = false) @Nullable String externalReferenceId) {
        return orders.page(caller, new Orders.Filter(status, externalReferenceId), page)
                .map(stored -> OrderResponse.from(stored.state(), caller));
    }

    /**
     * Get an order. The caller must be in the owner's branch above or at the owner, or a license
     * manager of the order, else {@code not_found}. A license manager gets no prices.
     *
     * @param id the order
     * @return the order
     */
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
