package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an order is about, whatever state it is in.
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
 * @param placedAt when the order was placed; of a draft, when it was created
 */
public record OrderContents(
        OrderId id,
        List<PartnerId> path,
        PartnerId ownerId,
        @Nullable CustomerId orderedFor,
        Fulfillment fulfillment,
        List<Line> lines,
        List<Issued> issued,
        List<LicenseManager> managers,
        List<OrderReturn> returns,
        long revision,
        long opened,
        @Nullable String externalReferenceId,
        Instant placedAt) {

    /** How many licenses of a line are issued. */
    public record Issued(LineId lineId, long count) {}

    Optional<Line> line(LineId line) {
        return lines.stream().filter(known -> known.id().equals(line)).findFirst();
    }

    long issuedOf(LineId line) {
        return issued.stream()
                .filter(known -> known.lineId().equals(line))
                .mapToLong(Issued::count)
                .findFirst()
                .orElse(0);
    }

    Optional<OrderReturn.Pending> pendingReturn() {
        return returns.stream()
                .filter(OrderReturn.Pending.class::isInstance)
                .map(OrderReturn.Pending.class::cast)
                .findFirst();
    }

    OrderContents placed(List<Line> priced, Instant now) {
        return new OrderContents(
                id,
                path,
                ownerId,
                orderedFor,
                fulfillment,
                priced,
                issued,
                managers,
                returns,
                revision,
                opened,
                externalReferenceId,
                now);
    }

    /** The same if the managers are the same. */
    OrderContents withManagers(List<LicenseManager> next) {
        return next.equals(managers)
                ? this
                : copy(lines, issued, next, returns, revision + 1, opened);
    }

    OrderContents withMoreLines(List<Line> more, long newRevision) {
        List<Line> all = Stream.concat(lines.stream(), more.stream()).toList();
        return copy(all, issued, managers, returns, newRevision, opened);
    }

    OrderContents withReturn(OrderReturn requested) {
        List<OrderReturn> more = Stream.concat(returns.stream(), Stream.of(requested)).toList();
        return copy(lines, issued, managers, more, revision + 1, opened);
    }

    OrderContents opened(long upTo) {
        return copy(lines, issued, managers, returns, revision, Math.max(opened, upTo));
    }

    OrderContents issued(LineId line, long count) {
        if (line(line).isEmpty() || count <= issuedOf(line)) {
            return this;
        }
        List<Issued> next = new ArrayList<>(issued);
        next.removeIf(known -> known.lineId().equals(line));
        next.add(new Issued(line, count));
        return copy(lines, List.copyOf(next), managers, returns, revision, opened);
    }

    OrderContents failed(LineId line, ProblemCode code) {
        List<Line> next =
                lines.stream()
                        .map(
                                known ->
                                        known.id().equals(line)
                                                ? OrderLines.failed(known, code)
                                                : known)
                        .toList();
        return copy(next, issued, managers, returns, revision, opened);
    }

    OrderContents returned(OrderReturn.Pending pending) {
        List<Line> next = new ArrayList<>(lines);
        Money credit = Money.zero(lines.getFirst().amount().currency());
        for (ReturnedLine returned : pending.asked().lines()) {
            int at = next.indexOf(line(returned.lineId()).orElseThrow());
            Line before = next.get(at);
            Line after = OrderLines.returned(before, returned.quantity());
            next.set(at, after);
            credit = credit.plus(before.owed().minus(after.owed()));
        }
        return copy(next, issued, managers, replaced(pending.done(credit)), revision, opened);
    }

    OrderContents returnRefused(OrderReturn.Pending pending, ProblemCode code) {
        return copy(lines, issued, managers, replaced(pending.refused(code)), revision, opened);
    }

    private List<OrderReturn> replaced(OrderReturn next) {
        return returns.stream().map(one -> one.id().equals(next.id()) ? next : one).toList();
    }

    private OrderContents copy(
            List<Line> newLines,
            List<Issued> newIssued,
            List<LicenseManager> newManagers,
            List<OrderReturn> newReturns,
            long newRevision,
            long newOpened) {
        return new OrderContents(
                id,
                path,
                ownerId,
                orderedFor,
                fulfillment,
                newLines,
                newIssued,
                newManagers,
                newReturns,
                newRevision,
                newOpened,
                externalReferenceId,
                placedAt);
    }
}
