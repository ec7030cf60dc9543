package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderCancelled;
import io.keyway.contracts.event.OrderEvent.OrderChanged;
import io.keyway.contracts.event.OrderEvent.OrderFailed;
import io.keyway.contracts.event.OrderEvent.OrderFulfilled;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderReturned;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.access.Finding;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a partner bought. Its status follows from its lines: what became of each, and how much of it
 * is issued.
 *
 * @param path from the vendor down to the owner
 * @param issued how much of each line is issued; lines of which nothing is are not in it
 * @param returns oldest first; at most the last of them is pending
 * @param revision counts what license-service must take in: the order itself, then its lines,
 *     managers and returns
 * @param opened the highest revision that license-service has taken in
 * @param uniqueReference the owner and its reference: no two orders have the same
 * @param placedAt when it was placed; of a draft, when it was made
 */
record Order(
        OrderId id,
        List<PartnerId> path,
        PartnerId ownerId,
        @Nullable CustomerId orderedFor,
        Fulfillment fulfillment,
        OrderStatus status,
        List<Line> lines,
        List<Issued> issued,
        List<LicenseManager> managers,
        List<OrderReturn> returns,
        long revision,
        long opened,
        @Nullable String externalReferenceId,
        @Nullable String uniqueReference,
        Instant placedAt)
        implements Aggregate {

    record Issued(LineId lineId, long count) {}

    /** What a buyer says of an order. */
    record Wish(
            @Nullable CustomerId orderedFor,
            Fulfillment fulfillment,
            @Nullable String externalReferenceId) {}

    Order {
        issued = issued == null ? List.of() : List.copyOf(issued);
        returns = returns == null ? List.of() : List.copyOf(returns);
    }

    /** License-service hears nothing of it, and nothing is owed, until it is placed. */
    static Order draft(OrderId id, List<PartnerId> path, Wish wish, List<Line> lines, Instant now) {
        PartnerId owner = path.getLast();
        String reference = wish.externalReferenceId();
        return new Order(
                id,
                path,
                owner,
                wish.orderedFor(),
                wish.fulfillment(),
                OrderStatus.DRAFT,
                lines,
                List.of(),
                List.of(),
                List.of(),
                1,
                0,
                reference,
                reference == null ? null : owner + ":" + reference,
                now);
    }

    /** At the prices of these lines, which are the draft's at this moment. */
    Order placed(List<Line> priced, Instant now) {
        return new Order(
                id,
                path,
                ownerId,
                orderedFor,
                fulfillment,
                OrderStatus.PENDING,
                priced,
                issued,
                managers,
                returns,
                revision,
                opened,
                externalReferenceId,
                uniqueReference,
                now);
    }

    /** Its license managers see it too: only what they may issue. */
    @Override
    public List<PartnerId> scope() {
        Set<PartnerId> scope = new LinkedHashSet<>(path);
        managers.forEach(manager -> scope.add(manager.partnerId()));
        return List.copyOf(scope);
    }

    Money total() {
        return lines.stream().map(Line::amount).reduce(Money::plus).orElseThrow();
    }

    /** What is owed of the total. */
    Money owed() {
        return lines.stream().map(Line::owed).reduce(Money::plus).orElseThrow();
    }

    Instant orderedAt(Line line) {
        return line.orderedAt() == null ? placedAt : line.orderedAt();
    }

    Optional<Line> line(LineId line) {
        return lines.stream().filter(known -> known.id().equals(line)).findFirst();
    }

    /** How much of the line is issued. */
    long issuedOf(LineId line) {
        return issued.stream()
                .filter(known -> known.lineId().equals(line))
                .mapToLong(Issued::count)
                .findFirst()
                .orElse(0);
    }

    Optional<OrderReturn> pendingReturn() {
        return returns.stream().filter(OrderReturn::pending).findFirst();
    }

    /** Why it is not issued, if that is so. */
    @Nullable ProblemCode failure() {
        return status != OrderStatus.FAILED
                ? null
                : lines.stream().map(Line::failure).findFirst().orElse(null);
    }

    Order withManagers(List<LicenseManager> next) {
        return copy(status, lines, issued, next, returns, revision + 1, opened);
    }

    Order withMoreLines(List<Line> more) {
        List<Line> all = Stream.concat(lines.stream(), more.stream()).toList();
        return status == OrderStatus.DRAFT
                ? copy(status, all, issued, managers, returns, revision, opened)
                : copy(status, all, issued, managers, returns, revision + 1, opened).progressed();
    }

    Order asking(OrderReturn asked) {
        List<OrderReturn> more = Stream.concat(returns.stream(), Stream.of(asked)).toList();
        return copy(status, lines, issued, managers, more, revision + 1, opened);
    }

    /** Of a draft, which nobody has heard of. */
    Order droppedAsDraft() {
        return copy(OrderStatus.CANCELLED, lines, issued, managers, returns, revision, opened);
    }

    /** License-service has taken in the order up to this revision. */
    Order opened(long upTo) {
        return copy(status, lines, issued, managers, returns, revision, Math.max(opened, upTo))
                .progressed();
    }

    /** So much of the line is issued by now, at least. */
    Order issued(LineId line, long count) {
        if (line(line).isEmpty() || count <= issuedOf(line)) {
            return this;
        }
        List<Issued> next = new ArrayList<>(issued);
        next.removeIf(known -> known.lineId().equals(line));
        next.add(new Issued(line, count));
        return copy(status, lines, next, managers, returns, revision, opened).progressed();
    }

    /** An immediate line could not be issued. */
    Order failed(LineId line, ProblemCode code) {
        if (!status.inForce()) {
            return this; // It was cancelled: nobody wants to know.
        }
        List<Line> next =
                lines.stream()
                        .map(known -> known.id().equals(line) ? failed(known, code) : known)
                        .toList();
        return copy(status, next, issued, managers, returns, revision, opened).progressed();
    }

    private static Line failed(Line line, ProblemCode code) {
        return line.failure() != null ? line : became(line, line.returned(), line.credited(), code);
    }

    /** License-service has taken back what was asked. */
    Order returned(ReturnId id) {
        OrderReturn pending = pendingReturn().filter(one -> one.id().equals(id)).orElse(null);
        if (pending == null) {
            return this;
        }
        List<Line> next = new ArrayList<>(lines);
        Money credit = Money.zero(lines.getFirst().amount().currency());
        for (ReturnedLine back : pending.lines()) {
            int at = next.indexOf(line(back.lineId()).orElseThrow());
            Line before = next.get(at);
            Line after = less(before, back.quantity());
            next.set(at, after);
            credit = credit.plus(before.owed().minus(after.owed()));
        }
        OrderReturn done = pending.done(credit);
        OrderStatus left =
                pending.kind() == ReturnKind.CANCELLATION ? OrderStatus.CANCELLED : status;
        return copy(left, next, issued, managers, replaced(done), revision, opened).progressed();
    }

    /**
     * The credit is rounded for all that was given back by now, so that the whole is the amount.
     */
    private static Line less(Line line, long quantity) {
        long returned = (line.returned() == null ? 0 : line.returned()) + quantity;
        Money credited = line.amount().share(returned, line.quantity());
        return became(line, returned, credited, line.failure());
    }

    private static Line became(
            Line line,
            @Nullable Long returned,
            @Nullable Money credited,
            @Nullable ProblemCode failure) {
        return new Line(
                line.id(),
                line.productId(),
                line.policyId(),
                line.quantity(),
                line.unitPrice(),
                line.amount(),
                line.discountPercent(),
                line.orderedAt(),
                returned,
                credited,
                failure);
    }

    Order refused(ReturnId id, ProblemCode code) {
        return pendingReturn()
                .filter(one -> one.id().equals(id))
                .map(
                        one ->
                                copy(
                                        status,
                                        lines,
                                        issued,
                                        managers,
                                        replaced(one.refused(code)),
                                        revision,
                                        opened))
                .orElse(this);
    }

    private List<OrderReturn> replaced(OrderReturn next) {
        return returns.stream().map(one -> one.id().equals(next.id()) ? next : one).toList();
    }

    private Order progressed() {
        return status.inForce()
                ? copy(reached(), lines, issued, managers, returns, revision, opened)
                : this;
    }

    private OrderStatus reached() {
        if (lines.stream().allMatch(line -> line.failure() != null)) {
            return OrderStatus.FAILED;
        }
        if (lines.stream().allMatch(line -> line.kept() == 0)) {
            return OrderStatus.RETURNED;
        }
        return fulfillment == Fulfillment.ON_DEMAND ? drawn() : issuedAtOnce();
    }

    private OrderStatus drawn() {
        long count = issued.stream().mapToLong(Issued::count).sum();
        if (count == 0) {
            return opened == 0 ? OrderStatus.PENDING : OrderStatus.OPEN;
        }
        long kept = lines.stream().mapToLong(Line::kept).sum();
        return count < kept ? OrderStatus.PARTLY_FULFILLED : OrderStatus.FULFILLED;
    }

    private OrderStatus issuedAtOnce() {
        long done = lines.stream().filter(line -> issuedOf(line.id()) >= line.quantity()).count();
        if (done == 0) {
            return OrderStatus.PENDING;
        }
        return done < lines.size() ? OrderStatus.PARTLY_FULFILLED : OrderStatus.FULFILLED;
    }

    private Order copy(
            OrderStatus newStatus,
            List<Line> newLines,
            List<Issued> newIssued,
            List<LicenseManager> newManagers,
            List<OrderReturn> newReturns,
            long newRevision,
            long upTo) {
        return new Order(
                id,
                path,
                ownerId,
                orderedFor,
                fulfillment,
                newStatus,
                newLines,
                newIssued,
                newManagers,
                newReturns,
                newRevision,
                upTo,
                externalReferenceId,
                uniqueReference,
                placedAt);
    }

    /** Whether it is the caller's, or of somebody below it; a license manager only draws on it. */
    boolean ownedBy(Caller caller) {
        return caller.role() == Role.OPERATOR || path.contains(caller.partnerId());
    }

    /**
     * Why the caller cannot say who issues in it. It sees the order already, and may assign license
     * managers at all; a manager sees the order too and assigns nobody.
     */
    Optional<Finding> refusesManagersOf(Caller caller) {
        if (!ownedBy(caller)) {
            return Finding.of(
                    AccessRule.NOT_ORDER_OWNER,
                    "License managers are assigned by the order's owner and who stands above it.");
        }
        if (fulfillment != Fulfillment.ON_DEMAND) {
            return Finding.of(
                    AccessRule.ORDER_IMMEDIATE,
                    "Only on-demand lines are drawn by license managers.");
        }
        return status == OrderStatus.CANCELLED || status == OrderStatus.RETURNED
                ? Finding.of(AccessRule.ORDER_CLOSED, "The order is closed.")
                : Optional.empty();
    }

    /** The managers without this partner. */
    List<LicenseManager> managersBut(PartnerId partner) {
        List<LicenseManager> others = new ArrayList<>(managers);
        others.removeIf(manager -> manager.partnerId().equals(partner));
        return others;
    }

    OrderState toState() {
        return new OrderState(
                id,
                revision,
                ownerId,
                path,
                orderedFor,
                fulfillment,
                status,
                lines,
                managers,
                placedAt,
                pendingReturn().map(OrderReturn::toEvent).orElse(null));
    }

    /**
     * What the others are told of its having come to this: nothing while it is a draft, or if they
     * see no difference.
     */
    List<DomainEvent> newsSince(Order before) {
        if (status == OrderStatus.DRAFT || toState().equals(before.toState())) {
            return List.of();
        }
        if (before.status == OrderStatus.DRAFT) {
            return status == OrderStatus.CANCELLED ? List.of() : List.of(new OrderPlaced(toState()));
        }
        return List.of(status == before.status ? new OrderChanged(toState()) : reachedStatus());
    }

    private OrderEvent reachedStatus() {
        return switch (status) {
            case FULFILLED -> new OrderFulfilled(toState());
            case FAILED -> new OrderFailed(toState());
            case CANCELLED -> new OrderCancelled(toState());
            case RETURNED -> new OrderReturned(toState());
            case DRAFT, PENDING, OPEN, PARTLY_FULFILLED -> new OrderChanged(toState());
        };
    }
}
