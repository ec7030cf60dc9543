package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ReturnId;
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
 * What a partner bought. Its status follows from its lines ({@link OrderProgress}).
 *
 * @param path from the vendor down to the owner
 * @param ownerId the partner that ordered
 * @param orderedFor the customer that immediate lines are issued to
 * @param issued how many licenses of each line are issued; a line without any is missing
 * @param returns oldest first; at most the last one is pending
 * @param revision number of changes that license-service must apply: the order itself, then changes
 *     of its lines, managers and returns
 * @param opened the highest revision that license-service has applied
 * @param externalReferenceId the buyer's own reference
 * @param uniqueReference owner and reference together: unique among all orders
 * @param placedAt when the order was placed; of a draft, when it was created
 */
public record Order(
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

    /** How many licenses of a line are issued. */
    public record Issued(LineId lineId, long count) {}

    /** What the buyer states besides the lines. */
    record Details(
            @Nullable CustomerId orderedFor,
            Fulfillment fulfillment,
            @Nullable String externalReferenceId) {}

    public Order {
        issued = issued == null ? List.of() : List.copyOf(issued);
        returns = returns == null ? List.of() : List.copyOf(returns);
    }

    /** A draft: no event is published, and nothing is owed, until it is placed. */
    static Order draft(
            OrderId id, List<PartnerId> path, Details details, List<Line> lines, Instant now) {
        PartnerId owner = path.getLast();
        String reference = details.externalReferenceId();
        return new Order(
                id,
                path,
                owner,
                details.orderedFor(),
                details.fulfillment(),
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

    /** The draft as a placed order, with its lines at the given prices. */
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

    /** The partners on the path, and the license managers, who see only what they may issue. */
    @Override
    public List<PartnerId> scope() {
        Set<PartnerId> scope = new LinkedHashSet<>(path);
        managers.forEach(manager -> scope.add(manager.partnerId()));
        return List.copyOf(scope);
    }

    public Instant orderedAt(Line line) {
        return line.orderedAt() == null ? placedAt : line.orderedAt();
    }

    public Optional<Line> line(LineId line) {
        return lines.stream().filter(known -> known.id().equals(line)).findFirst();
    }

    /** How many licenses of the line are issued. */
    public long issuedOf(LineId line) {
        return issued.stream()
                .filter(known -> known.lineId().equals(line))
                .mapToLong(Issued::count)
                .findFirst()
                .orElse(0);
    }

    public Optional<OrderReturn> pendingReturn() {
        return returns.stream().filter(OrderReturn::pending).findFirst();
    }

    /** Whether the caller is the owner or above it; a license manager is neither. */
    public boolean ownedBy(Caller caller) {
        return caller.role() == Role.OPERATOR || path.contains(caller.partnerId());
    }

    public List<LicenseManager> managersWithout(PartnerId partner) {
        return managers.stream().filter(manager -> !manager.partnerId().equals(partner)).toList();
    }

    /** The same order if the managers are the same. */
    public Order withManagers(List<LicenseManager> next) {
        return next.equals(managers)
                ? this
                : copy(status, lines, issued, next, returns, revision + 1, opened);
    }

    Order withMoreLines(List<Line> more) {
        List<Line> all = Stream.concat(lines.stream(), more.stream()).toList();
        return status == OrderStatus.DRAFT
                ? copy(status, all, issued, managers, returns, revision, opened)
                : copy(status, all, issued, managers, returns, revision + 1, opened)
                        .withDerivedStatus();
    }

    public Order withReturn(OrderReturn requested) {
        List<OrderReturn> more = Stream.concat(returns.stream(), Stream.of(requested)).toList();
        return copy(status, lines, issued, managers, more, revision + 1, opened);
    }

    /** A cancelled draft; other services never knew it, so its revision stays. */
    public Order draftCancelled() {
        return copy(OrderStatus.CANCELLED, lines, issued, managers, returns, revision, opened);
    }

    /** License-service has applied the order up to this revision. */
    Order opened(long upTo) {
        return copy(status, lines, issued, managers, returns, revision, Math.max(opened, upTo))
                .withDerivedStatus();
    }

    /** At least this many licenses of the line are issued; a smaller, older count is ignored. */
    Order issued(LineId line, long count) {
        if (line(line).isEmpty() || count <= issuedOf(line)) {
            return this;
        }
        List<Issued> next = new ArrayList<>(issued);
        next.removeIf(known -> known.lineId().equals(line));
        next.add(new Issued(line, count));
        return copy(status, lines, next, managers, returns, revision, opened).withDerivedStatus();
    }

    /** An immediate line could not be issued; ignored once the order is no longer in force. */
    Order failed(LineId line, ProblemCode code) {
        if (!status.inForce()) {
            return this;
        }
        List<Line> next =
                lines.stream()
                        .map(
                                known ->
                                        known.id().equals(line)
                                                ? OrderLines.failed(known, code)
                                                : known)
                        .toList();
        return copy(status, next, issued, managers, returns, revision, opened).withDerivedStatus();
    }

    /** License-service has taken back what the pending return asked for. */
    Order returned(ReturnId id) {
        OrderReturn pending = pendingReturn().filter(one -> one.id().equals(id)).orElse(null);
        if (pending == null) {
            return this;
        }
        List<Line> next = new ArrayList<>(lines);
        Money credit = Money.zero(lines.getFirst().amount().currency());
        for (ReturnedLine returned : pending.lines()) {
            int at = next.indexOf(line(returned.lineId()).orElseThrow());
            Line before = next.get(at);
            Line after = OrderLines.returned(before, returned.quantity());
            next.set(at, after);
            credit = credit.plus(before.owed().minus(after.owed()));
        }
        OrderStatus nextStatus =
                pending.kind() == ReturnKind.CANCELLATION ? OrderStatus.CANCELLED : status;
        List<OrderReturn> nextReturns = replaced(pending.done(credit));
        return copy(nextStatus, next, issued, managers, nextReturns, revision, opened)
                .withDerivedStatus();
    }

    /** License-service has refused the pending return. */
    Order returnRefused(ReturnId id, ProblemCode code) {
        return pendingReturn()
                .filter(pending -> pending.id().equals(id))
                .map(pending -> replaced(pending.refused(code)))
                .map(next -> copy(status, lines, issued, managers, next, revision, opened))
                .orElse(this);
    }

    private List<OrderReturn> replaced(OrderReturn next) {
        return returns.stream().map(one -> one.id().equals(next.id()) ? next : one).toList();
    }

    private Order withDerivedStatus() {
        if (!status.inForce()) {
            return this;
        }
        OrderStatus derived = OrderProgress.statusOf(this);
        return copy(derived, lines, issued, managers, returns, revision, opened);
    }

    private Order copy(
            OrderStatus newStatus,
            List<Line> newLines,
            List<Issued> newIssued,
            List<LicenseManager> newManagers,
            List<OrderReturn> newReturns,
            long newRevision,
            long newOpened) {
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
                newOpened,
                externalReferenceId,
                uniqueReference,
                placedAt);
    }

    /** The state that other services get with each event. */
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
}
