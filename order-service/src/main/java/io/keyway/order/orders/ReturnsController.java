package io.keyway.order.orders;

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

/**
 * Giving back a part of an order, or all of it. The answer is 202: the return is {@code pending}
 * until license-service has taken it back, or has refused it.
 */
@RestController
@RequestMapping("/api/v1/orders/{id}")
class ReturnsController {

    record LineToReturn(@NotNull LineId lineId, @NotNull @Min(1) Long quantity) {}

    record ReturnLines(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid LineToReturn> lines) {}

    private final AskReturns ask;

    ReturnsController(AskReturns ask) {
        this.ask = ask;
    }

    /**
     * Of an allowance, what was not drawn yet; of immediate lines, issued licenses, which are
     * revoked, the last issued first.
     */
    @PostMapping("/returns")
    ResponseEntity<OrderResponse> giveBack(
            Caller caller,
            @PathVariable OrderId id,
            NewId newId,
            IfMatch ifMatch,
            @Valid @RequestBody ReturnLines body) {
        return answer(
                ask.giveBack(caller, id, newId.as(ReturnId::with), ifMatch, lines(body)), caller);
    }

    /** Before anything of it is issued; a draft is cancelled at once. */
    @PostMapping("/cancel")
    ResponseEntity<OrderResponse> cancel(
            Caller caller, @PathVariable OrderId id, NewId newId, IfMatch ifMatch) {
        return answer(ask.cancel(caller, id, newId.as(ReturnId::with), ifMatch), caller);
    }

    private static List<ReturnedLine> lines(ReturnLines body) {
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
