package io.keyway.order.returns;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.orders.Order;
import io.keyway.order.orders.OrderResponse;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Returning lines of an order, and cancelling it. */
@RestController
@RequestMapping("/api/v1/orders/{id}")
class ReturnsController {

    /**
     * How many licenses of one line are returned.
     *
     * @param lineId a line of the order; each line at most once
     * @param quantity licenses to return, at least 1
     */
    record LineToReturn(@NotNull LineId lineId, @NotNull @Min(1) Long quantity) {}

    /**
     * The lines to return.
     *
     * @param lines 1 to 1000 lines of the order
     */
    record ReturnLines(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineToReturn> lines) {}

    private final RequestReturns requestReturns;

    ReturnsController(RequestReturns requestReturns) {
        this.requestReturns = requestReturns;
    }

    /**
     * Return lines of an order. The return is {@code pending} until license-service has taken the
     * licenses back or refused. Of an on-demand line only what is not drawn can be returned ({@code
     * quota_exceeded}); of an immediate line the licenses issued last are revoked. Only the owner
     * and partners above it may return, within 14 days ({@code return_too_late}), one return at a
     * time ({@code return_pending}).
     *
     * @param id the order
     * @return the order with the pending return
     */
    @PostMapping("/returns")
    @ApiResponse(
            responseCode = "202",
            description = "The order with the pending return",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    ResponseEntity<OrderResponse> giveBack(
            Caller caller,
            @PathVariable OrderId id,
            NewId newId,
            IfMatch ifMatch,
            @Valid @RequestBody ReturnLines body) {
        return answer(
                requestReturns.returnLines(
                        caller, id, newId.as(ReturnId::with), ifMatch, returnedLines(body)),
                caller);
    }

    /**
     * Cancel an order. A draft is cancelled at once (200). A placed order answers 202 and is {@code
     * cancelled} when license-service has confirmed that nothing of it is issued; once a license is
     * issued the call is refused with {@code order_drawn}. Only the owner and partners above it may
     * cancel.
     *
     * @param id the order
     * @return the order, cancelled or with the pending cancellation
     */
    @PostMapping("/cancel")
    @ApiResponse(
            responseCode = "200",
            description = "The cancelled order",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The order with the pending return",
            content = @Content(schema = @Schema(implementation = OrderResponse.class)))
    ResponseEntity<OrderResponse> cancel(
            Caller caller, @PathVariable OrderId id, NewId newId, IfMatch ifMatch) {
        return answer(requestReturns.cancel(caller, id, newId.as(ReturnId::with), ifMatch), caller);
    }

    private static List<ReturnedLine> returnedLines(ReturnLines body) {
        Set<LineId> seen = new HashSet<>();
        for (int i = 0; i < body.lines().size(); i++) {
            if (!seen.add(body.lines().get(i).lineId())) {
                throw Refused.invalid("lines[" + i + "].lineId", "is in the list already").get();
            }
        }
        return body.lines().stream()
                .map(line -> new ReturnedLine(line.lineId(), line.quantity()))
                .toList();
    }

    private static ResponseEntity<OrderResponse> answer(Stored<Order> stored, Caller caller) {
        boolean done = stored.state().status() == OrderStatus.CANCELLED;
        return ResponseEntity.status(done ? 200 : 202)
                .eTag(stored.etag())
                .body(OrderResponse.from(stored.state(), caller));
    }
}
