package io.keyway.order.orders;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ReturnId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a partner bought, one record per state, each with only the changes that are possible in it.
 * The status of an order in force follows from its lines ({@link OrderProgress}).
 */
public sealed interface Order extends Aggregate {

    /** What the buyer states besides the lines. */
    record Details(
            @Nullable CustomerId orderedFor,
            Fulfillment fulfillment,
            @Nullable String externalReferenceId) {}

    /** More lines may be added. */
    sealed interface Extensible extends Order {

        Order withMoreLines(List<Line> more);
    }

    /** Known to license-service, which reports what becomes of it, also after it was closed. */
    sealed interface Placed extends Order {

        Placed with(OrderContents next);

        /** License-service has applied the order up to this revision. */
        default Order opened(long upTo) {
            return with(contents().opened(upTo));
        }

        /** At least this many licenses of the line are issued; a smaller count is ignored. */
        default Order issued(LineId line, long count) {
            return with(contents().issued(line, count));
        }

        /** An immediate line could not be issued; ignored once the order is closed. */
        Order failed(LineId line, ProblemCode code);

        /** License-service has taken back what the pending return asked for. */
        default Order returned(ReturnId id) {
            return pending(id)
                    .<Order>map(
                            pending -> {
                                OrderContents next = contents().returned(pending);
                                return pending.asked().kind() == ReturnKind.CANCELLATION
                                        ? new Closed(next, OrderStatus.CANCELLED)
                                        : with(next);
                            })
                    .orElse(this);
        }

        /** License-service has refused the pending return. */
        default Order returnRefused(ReturnId id, ProblemCode code) {
            return pending(id)
                    .<Order>map(pending -> with(contents().returnRefused(pending, code)))
                    .orElse(this);
        }

        private Optional<OrderReturn.Pending> pending(ReturnId id) {
            return pendingReturn().filter(pending -> pending.id().equals(id));
        }
    }

    /** No event is published, and nothing is owed, until it is placed. */
    record Draft(OrderContents contents) implements Extensible {

        /** The draft as a placed order, with its lines at the given prices. */
        InForce placed(List<Line> priced, Instant now) {
            return new InForce(contents.placed(priced, now), OrderStatus.PENDING);
        }

        /** Other services never knew it, so its revision stays. */
        public Closed cancelled() {
            return new Closed(contents, OrderStatus.CANCELLED);
        }

        @Override
        public OrderStatus status() {
            return OrderStatus.DRAFT;
        }

        @Override
        public Draft withMoreLines(List<Line> more) {
            return new Draft(contents.withMoreLines(more, contents.revision()));
        }

        @Override
        public Draft withManagers(List<LicenseManager> next) {
            return new Draft(contents.withManagers(next));
        }
    }

    /** It is owed, and licenses can be issued in it. */
    record InForce(OrderContents contents, OrderStatus status) implements Placed, Extensible {

        public InForce withReturn(OrderReturn.Pending requested) {
            return new InForce(contents.withReturn(requested), status);
        }

        @Override
        public Placed withMoreLines(List<Line> more) {
            return with(contents.withMoreLines(more, contents.revision() + 1));
        }

        @Override
        public InForce withManagers(List<LicenseManager> next) {
            return new InForce(contents.withManagers(next), status);
        }

        @Override
        public Placed failed(LineId line, ProblemCode code) {
            return with(contents.failed(line, code));
        }

        @Override
        public Placed with(OrderContents next) {
            OrderStatus derived = OrderProgress.statusOf(next);
            return derived.inForce() ? new InForce(next, derived) : new Closed(next, derived);
        }
    }

    /**
     * Nothing is owed any more, and its status stays.
     *
     * @param status failed, cancelled or returned
     */
    record Closed(OrderContents contents, OrderStatus status) implements Placed {

        @Override
        public Closed withManagers(List<LicenseManager> next) {
            return new Closed(contents.withManagers(next), status);
        }

        @Override
        public Closed failed(LineId line, ProblemCode code) {
            return this;
        }

        @Override
        public Closed with(OrderContents next) {
            return new Closed(next, status);
        }
    }

    static Draft draft(
            OrderId id, List<PartnerId> path, Details details, List<Line> lines, Instant now) {
        return new Draft(
                new OrderContents(
                        id,
                        path,
                        path.getLast(),
                        details.orderedFor(),
                        details.fulfillment(),
                        lines,
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        0,
                        details.externalReferenceId(),
                        now));
    }

    OrderContents contents();

    OrderStatus status();

    Order withManagers(List<LicenseManager> next);

    @Override
    default OrderId id() {
        return contents().id();
    }

    /** The partners on the path, and the license managers, who see only what they may issue. */
    @Override
    default List<PartnerId> scope() {
        Set<PartnerId> scope = new LinkedHashSet<>(contents().path());
        managers().forEach(manager -> scope.add(manager.partnerId()));
        return List.copyOf(scope);
    }

    default PartnerId ownerId() {
        return contents().ownerId();
    }

    default Fulfillment fulfillment() {
        return contents().fulfillment();
    }

    default List<Line> lines() {
        return contents().lines();
    }

    default List<LicenseManager> managers() {
        return contents().managers();
    }

    default Instant orderedAt(Line line) {
        return line.orderedAt() == null ? contents().placedAt() : line.orderedAt();
    }

    default Optional<Line> line(LineId line) {
        return contents().line(line);
    }

    /** How many licenses of the line are issued. */
    default long issuedOf(LineId line) {
        return contents().issuedOf(line);
    }

    default Optional<OrderReturn.Pending> pendingReturn() {
        return contents().pendingReturn();
    }

    /** Whether the caller is the owner or above it; a license manager is neither. */
    default boolean ownedBy(Caller caller) {
        return caller.role() == Role.OPERATOR || contents().path().contains(caller.partnerId());
    }

    default List<LicenseManager> managersWithout(PartnerId partner) {
        return managers().stream().filter(manager -> !manager.partnerId().equals(partner)).toList();
    }

    /** The state that other services get with each event. */
    default OrderState toState() {
        return new OrderState(
                id(),
                contents().revision(),
                ownerId(),
                contents().path(),
                contents().orderedFor(),
                fulfillment(),
                status(),
                lines(),
                managers(),
                contents().placedAt(),
                pendingReturn().map(OrderReturn.Pending::toEvent).orElse(null),
                contents().externalReferenceId());
    }

    @JsonCreator
    static Order from(OrderDocument stored) {
        return stored.toState();
    }

    @JsonValue
    default OrderDocument toDocument() {
        return OrderDocument.of(this);
    }
}
