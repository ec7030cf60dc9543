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
 * A return or cancellation of an order. Any instance can continue an unfinished one from this state
 * alone.
 *
 * @param path the partners from the vendor down to the order's owner: the scope
 * @param issued whether issued licenses are revoked; otherwise an allowance is reduced
 * @param revoked how many licenses are revoked so far, over all parts in order
 * @param settled whether nothing is left to do
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
     * The returned part of an order line.
     *
     * @param quantity how many licenses are returned
     * @param ordered the quantity of the line
     * @param first index of the first returned license in the line, from 0
     */
    record Part(LineId lineId, long quantity, long ordered, long first) {}

    enum Stage {
        /** The returned quantities are being claimed, so that they cannot be drawn. */
        CLAIMING,
        /** The returned licenses are being revoked. */
        REVOKING,
        /** Everything is returned. */
        DONE,
        /** A line has less left than is to be returned. */
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

    /** The last issued licenses are returned first, so the index follows from what is kept. */
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

    /** The claims on the order lines, which are kept for good. */
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

    /** The code of a refusal. */
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

    /** Marks that an instance works on it, so that the sweeps of others leave it alone. */
    OrderReturn takenUp(Instant now) {
        return moved(stage, revoked, settled, now);
    }

    OrderReturn settled(Instant now) {
        return moved(stage, revoked, true, now);
    }

    /** The event for order-service when nothing is left to do. */
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
