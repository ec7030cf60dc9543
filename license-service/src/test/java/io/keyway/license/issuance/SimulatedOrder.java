package io.keyway.license.issuance;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.license.simulation.Scheduler;
import io.keyway.license.simulation.SimulatedBus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An order as order-service keeps it: its requests, and how it applies the answers. */
final class SimulatedOrder {

    private static final Money PRICE = new Money(100, "EUR");

    final OrderId id;
    final Fulfillment fulfillment;
    final List<LineId> lines;
    private final Map<LineId, Long> quantities = new HashMap<>();
    private final Map<LineId, Long> issued = new HashMap<>();
    private final Map<LineId, Long> returned = new HashMap<>();
    private final Map<LineId, ProblemCode> failed = new HashMap<>();
    private final Map<ReturnId, Boolean> outcomes = new HashMap<>();
    private final Deque<OrderEvent> outbox = new ArrayDeque<>();
    private final List<PartnerId> path;
    private final CustomerId customer;
    private final ProductId product;
    private final PolicyId policy;
    private final Instant now;
    private long revision = 1;
    private ReturnAsked asked;
    private boolean cancelled;

    SimulatedOrder(
            OrderId id,
            Fulfillment fulfillment,
            Map<LineId, Long> quantities,
            List<PartnerId> path,
            CustomerId customer,
            ProductId product,
            PolicyId policy,
            Instant now) {
        this.id = id;
        this.fulfillment = fulfillment;
        this.lines = List.copyOf(quantities.keySet());
        this.quantities.putAll(quantities);
        this.path = path;
        this.customer = customer;
        this.product = product;
        this.policy = policy;
        this.now = now;
        outbox.add(new OrderEvent.OrderPlaced(toState()));
    }

    long quantity(LineId line) {
        return quantities.get(line);
    }

    long issued(LineId line) {
        return issued.getOrDefault(line, 0L);
    }

    long returned(LineId line) {
        return returned.getOrDefault(line, 0L);
    }

    boolean isFailed(LineId line) {
        return failed.containsKey(line);
    }

    boolean isWaiting() {
        return asked != null;
    }

    Map<ReturnId, Boolean> outcomes() {
        return outcomes;
    }

    /** Somebody gives a part back, or cancels, as far as the order knows what is left. */
    void ask(Random random, ReturnId as) {
        if (asked != null || cancelled || !status().inForce() || outcomes.size() >= 3) {
            return;
        }
        boolean untouched = issued.isEmpty();
        boolean cancels = untouched && random.nextInt(3) == 0;
        List<ReturnedLine> parts = new ArrayList<>();
        for (LineId line : lines) {
            long kept = kept(line);
            long left =
                    cancels || fulfillment == Fulfillment.IMMEDIATE ? kept : kept - issued(line);
            boolean ready =
                    cancels
                            || fulfillment == Fulfillment.ON_DEMAND
                            || issued(line) == quantity(line);
            if (left > 0 && ready && (cancels || random.nextBoolean())) {
                parts.add(new ReturnedLine(line, cancels ? left : 1 + random.nextInt((int) left)));
            }
        }
        if (!parts.isEmpty()) {
            ReturnKind kind = cancels ? ReturnKind.CANCELLATION : ReturnKind.RETURN;
            asked = new ReturnAsked(as, kind, parts);
            revision++;
            publish();
        }
    }

    void onEvent(IssuanceEvent event) {
        OrderState before = toState();
        switch (event) {
            case IssuanceEvent.LineDrawn drawn ->
                    issued.merge(drawn.lineId(), drawn.drawn(), Math::max);
            case IssuanceEvent.LineIssued done ->
                    issued.merge(done.lineId(), done.issued(), Math::max);
            case IssuanceEvent.LineFailed not -> {
                if (status().inForce()) {
                    failed.putIfAbsent(not.lineId(), not.code());
                }
            }
            case IssuanceEvent.LinesReturned back -> {
                if (asked != null && asked.id().equals(back.returnId())) {
                    asked.lines()
                            .forEach(
                                    part ->
                                            returned.merge(
                                                    part.lineId(), part.quantity(), Long::sum));
                    cancelled = asked.kind() == ReturnKind.CANCELLATION;
                    outcomes.put(asked.id(), true);
                    asked = null;
                }
            }
            case IssuanceEvent.ReturnRefused not -> {
                if (asked != null && asked.id().equals(not.returnId())) {
                    outcomes.put(asked.id(), false);
                    asked = null;
                }
            }
            case IssuanceEvent.ChunkRequested work -> {}
            case IssuanceEvent.AllowanceOpened open -> {}
        }
        if (!toState().equals(before)) {
            publish();
        }
    }

    private void publish() {
        outbox.add(new OrderEvent.OrderChanged(toState()));
    }

    void relay(Scheduler scheduler, SimulatedBus bus) {
        OrderEvent first = outbox.peek();
        if (first != null) {
            scheduler.point();
            bus.send(first);
            scheduler.point();
            if (outbox.peek() == first) {
                outbox.remove();
            }
        }
    }

    boolean hasEvents() {
        return !outbox.isEmpty();
    }

    private long kept(LineId line) {
        return isFailed(line) ? 0 : quantity(line) - returned(line);
    }

    private OrderStatus status() {
        if (cancelled) {
            return OrderStatus.CANCELLED;
        }
        if (failed.size() == lines.size()) {
            return OrderStatus.FAILED;
        }
        if (lines.stream().allMatch(line -> kept(line) == 0)) {
            return OrderStatus.RETURNED;
        }
        if (fulfillment == Fulfillment.ON_DEMAND) {
            return issued.isEmpty() ? OrderStatus.OPEN : OrderStatus.PARTLY_FULFILLED;
        }
        long done = lines.stream().filter(line -> issued(line) == quantity(line)).count();
        return done == 0
                ? OrderStatus.PENDING
                : done < lines.size() ? OrderStatus.PARTLY_FULFILLED : OrderStatus.FULFILLED;
    }

    private OrderState toState() {
        return new OrderState(
                id,
                revision,
                path.getLast(),
                path,
                customer,
                fulfillment,
                status(),
                lines.stream().map(this::line).toList(),
                List.of(),
                now,
                asked,
                null);
    }

    private Line line(LineId line) {
        return new Line(
                line,
                product,
                policy,
                quantity(line),
                PRICE,
                PRICE.times(quantity(line)),
                BigDecimal.ZERO,
                now,
                returned.get(line),
                null,
                failed.get(line),
                null,
                null);
    }
}
