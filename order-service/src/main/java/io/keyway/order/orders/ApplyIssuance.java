package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.IssuanceEvent.AllowanceOpened;
import io.keyway.contracts.event.IssuanceEvent.ChunkRequested;
import io.keyway.contracts.event.IssuanceEvent.LineDrawn;
import io.keyway.contracts.event.IssuanceEvent.LineFailed;
import io.keyway.contracts.event.IssuanceEvent.LineIssued;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.order.orders.Order.Draft;
import io.keyway.order.orders.Order.Placed;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Applies license-service's reports to orders: what was opened, issued, failed and returned.
 * Applying an event twice changes nothing the second time.
 */
@Component
public class ApplyIssuance {

    private final Orders orders;

    ApplyIssuance(Orders orders) {
        this.orders = orders;
    }

    public void onEvent(IssuanceEvent event) {
        switch (event) {
            case ChunkRequested work -> {} // Work of license-service's own instances.
            case AllowanceOpened(OrderId id, long revision) ->
                    apply(id, order -> order.opened(revision));
            case LineDrawn(OrderId id, LineId line, long drawn) ->
                    apply(id, order -> order.issued(line, drawn));
            case LineIssued(OrderId id, LineId line, long issued) ->
                    apply(id, order -> order.issued(line, issued));
            case LineFailed(OrderId id, LineId line, ProblemCode code) ->
                    apply(id, order -> order.failed(line, code));
            case LinesReturned(OrderId id, ReturnId returned) ->
                    apply(id, order -> order.returned(returned));
            case ReturnRefused(OrderId id, ReturnId refused, ProblemCode code) ->
                    apply(id, order -> order.returnRefused(refused, code));
        }
    }

    private void apply(OrderId id, Function<Placed, Order> report) {
        orders.apply(
                id,
                order ->
                        switch (order) {
                            case Placed placed -> report.apply(placed);
                            case Draft draft -> draft; // License-service does not know it.
                        });
    }
}
