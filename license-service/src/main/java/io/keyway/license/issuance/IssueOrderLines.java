package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.id.CustomerId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.issuance.Issuance.Waiting;
import io.keyway.license.issuance.IssuanceSaga.Progress;
import io.keyway.license.orders.ReceivedOrders;
import io.keyway.license.planning.IssueDecision;
import io.keyway.license.planning.IssueFacts;
import io.keyway.license.planning.IssueRequest;
import io.keyway.license.planning.IssueRules;
import io.keyway.license.planning.LoadFacts;
import io.keyway.license.planning.PreparedIssue;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Issues the immediate lines of orders. The id of an issuance follows from its line, so an order
 * that is delivered again issues nothing twice.
 *
 * <p>What a line names (its customer, its owner) comes over other topics and may arrive later. Then
 * the issuance waits; the sweep tries again until {@code facts-wait} is over, and the line fails.
 */
@Component
public class IssueOrderLines {

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final LicenseFactory factory;
    private final LoadFacts loadFacts;
    private final ReceivedOrders orders;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssueOrderLines(
            Issuances issuances,
            IssuanceSaga saga,
            LicenseFactory factory,
            LoadFacts loadFacts,
            ReceivedOrders orders,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.factory = factory;
        this.loadFacts = loadFacts;
        this.orders = orders;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /** May be called again with the same order: it finds its issuances and issues nothing twice. */
    public void issue(OrderState order) {
        orders.receive(order);
        if (order.fulfillment() != Fulfillment.IMMEDIATE || !isToBeIssued(order)) {
            return;
        }
        CustomerId customer = order.customerId();
        if (customer == null) {
            throw new IllegalStateException(order.id() + " is immediate and has no customer");
        }
        for (Line line : order.lines()) {
            IssueRequest request =
                    new IssueRequest(
                            order.id(),
                            line.productId(),
                            line.policyId(),
                            customer,
                            Math.clamp(line.quantity(), 1, Integer.MAX_VALUE),
                            LicenseClass.PRIMARY,
                            null,
                            IssueRequest.Notes.NONE);
            advance(
                    issuances.start(
                            Issuance.ofLine(order.path(), request, line.id(), clock.instant())));
        }
    }

    /**
     * Not while a cancellation is pending: if it is refused, order-service sends the order again.
     */
    static boolean isToBeIssued(OrderState order) {
        ReturnAsked asked = order.asked();
        boolean mayBeCancelled = asked != null && asked.kind() == ReturnKind.CANCELLATION;
        return !mayBeCancelled
                && (order.status() == OrderStatus.PENDING
                        || order.status() == OrderStatus.PARTLY_FULFILLED);
    }

    /** Prepares the issuance if everything it names has arrived, and runs the next steps. */
    Progress advance(Issuance issuance) {
        return saga.advance(issuance instanceof Waiting waiting ? prepare(waiting) : issuance);
    }

    private Issuance prepare(Waiting issuance) {
        IssueRequest request = issuance.request();
        if (request.quantity() > settings.quantityMax()) {
            // order-service has a limit of its own, which may be higher.
            return saga.fail(issuance, AccessRule.QUANTITY_TOO_LARGE.refusal());
        }
        Optional<IssueFacts> found = loadFacts.forOrderLine(issuance.head().path(), request);
        if (found.isEmpty()) {
            boolean waitedEnough =
                    clock.instant().isAfter(issuance.head().createdAt().plus(settings.factsWait()));
            return waitedEnough ? saga.fail(issuance, ProblemCode.NOT_FOUND) : issuance;
        }
        IssueFacts facts = found.get();
        OrderState order = Objects.requireNonNull(facts.order());
        return switch (IssueRules.decideOrderLine(request, facts, order, line(issuance, order))) {
            case IssueDecision.Refused refused -> saga.fail(issuance, refused.rule().refusal());
            case IssueDecision.Invalid invalid -> saga.fail(issuance, ProblemCode.INVALID_REQUEST);
            case IssueDecision.Planned planned -> {
                PreparedIssue prepared =
                        PreparedIssue.of(
                                request, planned.plan(), facts, factory.currentKid(), settings);
                yield issuances.move(
                        issuance.id(),
                        Waiting.class,
                        stored -> stored.prepared(prepared, clock.instant()));
            }
        };
    }

    private static Line line(Waiting issuance, OrderState order) {
        return order.lines().stream()
                .filter(candidate -> candidate.id().equals(issuance.head().immediateLine()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        issuance.id() + " is for a line that is gone"));
    }
}
