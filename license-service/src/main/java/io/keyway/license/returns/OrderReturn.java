package io.keyway.license.returns;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent.LinesReturned;
import io.keyway.contracts.event.IssuanceEvent.ReturnRefused;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.store.Aggregate;
import io.keyway.license.quotas.QuotaClaim;
import java.time.Instant;
import java.util.List;

/**
 * Something that is given back of an order, from its arrival to its end. Whoever finds it
 * unfinished can go on from what is written here.
 *
 * @param path from the vendor down to the order's owner
 * @param issued the licenses are there and are revoked; else it is an allowance that shrinks
 * @param revoked how many licenses are, counted over the parts in their order
 * @param settled nothing is left to do
 */
record OrderReturn(
        ReturnId id,
        OrderId orderId,
        List<PartnerId> path,
        ReturnKind kind,
        boolean issued,
        List<Part> parts,
        Stage stage,
        long revoked,
        boolean settled,
        Instant createdAt,
        Instant movedAt)
        implements Aggregate {

    /**
     * @param ordered the quantity of the line
     * @param first number of the first license in the line that is given back, from 0
     */
    record Part(LineId lineId, long quantity, long ordered, long first) {}

    enum Stage {
        /** It takes its quantities from the lines, so that nobody else can. */
        CLAIMING,
        REVOKING,
        DONE,
        REFUSED
    }

    static OrderReturn of(OrderState order, ReturnAsked asked, Instant now) {
        boolean issued =
                order.fulfillment() == Fulfillment.IMMEDIATE && asked.kind() == ReturnKind.RETURN;
        return new OrderReturn(
                asked.id(),
                order.id(),
                order.path(),
                asked.kind(),
                issued,
                asked.lines().stream().map(back -> part(order, back)).toList(),
                issued ? Stage.REVOKING : Stage.CLAIMING,
                0,
                false,
                now,
                now);
    }

    /** The last issued go first, so the next return finds its own by what was returned before. */
    private static Part part(OrderState order, ReturnedLine back) {
        Line line =
                order.lines().stream()
                        .filter(candidate -> candidate.id().equals(back.lineId()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                back.lineId() + " is none of " + order.id()));
        return new Part(line.id(), back.quantity(), line.quantity(), line.kept() - back.quantity());
    }

    @Override
    public List<PartnerId> scope() {
        return path;
    }

    /** What it takes from the lines and keeps for good. */
    List<QuotaClaim> claims() {
        return issued
                ? List.of()
                : parts.stream()
                        .map(
                                part ->
                                        QuotaClaim.ofLine(
                                                orderId,
                                                part.lineId(),
                                                part.quantity(),
                                                part.ordered()))
                        .toList();
    }

    /** Why it is refused when a line has not as much left. */
    private ProblemCode refusal() {
        return kind == ReturnKind.CANCELLATION
                ? ProblemCode.ORDER_DRAWN
                : ProblemCode.QUOTA_EXCEEDED;
    }

    OrderReturn refused(Instant now) {
        return moved(Stage.REFUSED, revoked, false, now);
    }

    OrderReturn done(Instant now) {
        return moved(Stage.DONE, revoked, true, now);
    }

    OrderReturn withRevoked(long count, Instant now) {
        return moved(stage, count, false, now);
    }

    /** Somebody is at it: nobody else need take it up for a while. */
    OrderReturn takenUp(Instant now) {
        return moved(stage, revoked, settled, now);
    }

    OrderReturn settled(Instant now) {
        return moved(stage, revoked, true, now);
    }

    /** What the order is told when nothing is left to do. */
    DomainEvent outcome() {
        return stage == Stage.REFUSED
                ? new ReturnRefused(orderId, id, refusal())
                : new LinesReturned(orderId, id);
    }

    private OrderReturn moved(Stage next, long count, boolean nowSettled, Instant now) {
        return new OrderReturn(
                id, orderId, path, kind, issued, parts, next, count, nowSettled, createdAt, now);
    }
}
