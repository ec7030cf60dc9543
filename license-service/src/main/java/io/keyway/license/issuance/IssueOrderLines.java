package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnAsked;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.issuance.Issuance.Stage;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.network.Network;
import io.keyway.license.network.TakenOrders;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Issues the immediate lines of an order without a hand. The issuance of a line is named by the
 * line, so an order that is delivered again finds it and issues nothing twice.
 *
 * <p>What a line names (its customer, its owner) comes over other topics and may come later: the
 * issuance waits for it, and the sweep asks again until it gives up and tells the order why.
 */
@Component
class IssueOrderLines {

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final LicenseFactory factory;
    private final Licenses licenses;
    private final Catalog catalog;
    private final Network network;
    private final TakenOrders orders;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssueOrderLines(
            Issuances issuances,
            IssuanceSaga saga,
            LicenseFactory factory,
            Licenses licenses,
            Catalog catalog,
            Network network,
            TakenOrders orders,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.factory = factory;
        this.licenses = licenses;
        this.catalog = catalog;
        this.network = network;
        this.orders = orders;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    void issue(OrderState order) {
        orders.take(order);
        if (order.fulfillment() != Fulfillment.IMMEDIATE || !isToBeIssued(order)) {
            return;
        }
        CustomerId customer = order.customerId();
        if (customer == null) {
            throw new IllegalStateException(order.id() + " is to be issued at once, and to nobody");
        }
        for (Line line : order.lines()) {
            IssuanceId id = Issuance.idOf(line.id());
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
                            Issuance.ofLine(
                                    id, order.path(), request, line.id(), clock.instant())));
        }
    }

    /** Not while it may be cancelled: if that is refused, the order is told again. */
    static boolean isToBeIssued(OrderState order) {
        ReturnAsked asked = order.asked();
        boolean mayBeCancelled = asked != null && asked.kind() == ReturnKind.CANCELLATION;
        return !mayBeCancelled
                && (order.status() == OrderStatus.PENDING
                        || order.status() == OrderStatus.PARTLY_FULFILLED);
    }

    /** Prepares it if all it names is there by now, and brings it as far as it comes. */
    Issuance advance(Issuance issuance) {
        return saga.advance(issuance.stage() == Stage.WAITING ? prepare(issuance) : issuance);
    }

    private Issuance prepare(Issuance issuance) {
        IssueRequest request = issuance.request();
        if (request.quantity() > settings.quantityMax()) {
            // order-service has a limit of its own, which may have been set higher.
            return saga.fail(issuance, AccessRule.QUANTITY_TOO_LARGE.refusal());
        }
        Optional<PartnerState> owner = network.partner(issuance.issuer());
        Optional<CustomerState> customer =
                network.customer(request.customerId())
                        .filter(known -> known.path().containsAll(issuance.path()));
        Optional<Product> product = catalog.product(request.productId());
        Optional<Policy> policy = catalog.policy(request.policyId());
        Optional<OrderState> order = Optional.ofNullable(request.orderId()).flatMap(orders::order);
        if (owner.isEmpty()
                || customer.isEmpty()
                || product.isEmpty()
                || policy.isEmpty()
                || order.isEmpty()) {
            boolean waitedEnough =
                    clock.instant().isAfter(issuance.createdAt().plus(settings.factsWait()));
            return waitedEnough ? saga.fail(issuance, ProblemCode.NOT_FOUND) : issuance;
        }
        Line line =
                order.get().lines().stream()
                        .filter(candidate -> candidate.id().equals(issuance.immediateLine()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                issuance.id() + " is for a line that is gone"));
        IssuePlan.Facts facts =
                new IssuePlan.Facts(
                        clock.instant(),
                        owner.get(),
                        product.get(),
                        policy.get(),
                        customer.get(),
                        licenses.hasPrimary(request.customerId(), request.productId()),
                        network.grantsAlong(order.get().path()),
                        order.get(),
                        Map.of());
        return switch (IssuePlan.ofImmediateLine(request, facts, order.get(), line)) {
            case IssuePlan.Decision.Refused refused ->
                    saga.fail(issuance, refused.rule().refusal());
            case IssuePlan.Decision.Invalid invalid ->
                    saga.fail(issuance, ProblemCode.INVALID_REQUEST);
            case IssuePlan.Decision.Planned planned -> {
                Issuance.Prepared prepared =
                        Issuance.Prepared.of(
                                request,
                                planned.plan(),
                                customer.get(),
                                product.get(),
                                policy.get(),
                                factory.currentKid(),
                                settings);
                yield issuances.move(
                        issuance.id(),
                        found ->
                                found.stage() == Stage.WAITING
                                        ? found.prepared(prepared, clock.instant())
                                        : found);
            }
        };
    }
}
