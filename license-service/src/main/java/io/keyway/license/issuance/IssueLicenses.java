package io.keyway.license.issuance;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.network.Arrival;
import io.keyway.license.network.Network;
import io.keyway.license.network.TakenOrders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Issues licenses to a customer of the caller's branch, in an order or directly from the portfolio.
 */
@Component
class IssueLicenses {

    /** What became of the request. */
    sealed interface Outcome {
        record Issued(Issuance issuance, List<License> licenses) implements Outcome {}

        /** Accepted; {@code GET /issuances/{id}} says how far it is. */
        record InBackground(Issuance issuance) implements Outcome {}

        record Refused(ProblemCode code, String detail) implements Outcome {}

        record Invalid(String field, String message) implements Outcome {}
    }

    private final Issuances issuances;
    private final IssuanceSaga saga;
    private final LicensePress press;
    private final Quotas quotas;
    private final Licenses licenses;
    private final Catalog catalog;
    private final Network network;
    private final TakenOrders orders;
    private final Arrival arrival;
    private final LicenseProperties.Issuance settings;
    private final Clock clock;

    IssueLicenses(
            Issuances issuances,
            IssuanceSaga saga,
            LicensePress press,
            Quotas quotas,
            Licenses licenses,
            Catalog catalog,
            Network network,
            TakenOrders orders,
            Arrival arrival,
            LicenseProperties settings,
            Clock clock) {
        this.issuances = issuances;
        this.saga = saga;
        this.press = press;
        this.quotas = quotas;
        this.licenses = licenses;
        this.catalog = catalog;
        this.network = network;
        this.orders = orders;
        this.arrival = arrival;
        this.settings = settings.issuance();
        this.clock = clock;
    }

    /**
     * @param id the same when the request is repeated: then what it began is brought to its end
     */
    Outcome issue(Caller caller, IssueRequest request, IssuanceId id) {
        PartnerId issuer = caller.partnerId();
        if (issuer == null || !caller.may(Permission.ISSUE_LICENSES)) {
            return new Outcome.Refused(ProblemCode.FORBIDDEN, "you may not issue licenses");
        }
        if (request.quantity() > settings.quantityMax()) {
            return new Outcome.Invalid("quantity", "must be at most " + settings.quantityMax());
        }
        Optional<Issuance> begunBefore = issuances.load(id);
        if (begunBefore.isPresent()) {
            return outcome(saga.advance(begunBefore.get()));
        }
        return switch (decide(caller, issuer, request)) {
            case Decided.Not not -> not.outcome();
            case Decided.Ready ready ->
                    outcome(saga.advance(issuances.start(begin(id, caller, request, ready))));
        };
    }

    private Outcome outcome(Issuance issuance) {
        return switch (issuance.stage()) {
            case FAILED ->
                    new Outcome.Refused(
                            issuance.failure() == null ? ProblemCode.CONFLICT : issuance.failure(),
                            "not that many are left");
            case COMPLETED ->
                    issuance.preparation().inBackground()
                            ? new Outcome.InBackground(issuance)
                            : new Outcome.Issued(
                                    issuance,
                                    press.make(
                                            issuance, new Chunk(0, issuance.request().quantity())));
            case WAITING, CLAIMING, ISSUING -> new Outcome.InBackground(issuance);
        };
    }

    private sealed interface Decided {
        record Ready(IssuePlan plan, CustomerState customer, Product product, Policy policy)
                implements Decided {}

        record Not(Outcome outcome) implements Decided {}
    }

    private Decided decide(Caller caller, PartnerId issuer, IssueRequest request) {
        Optional<PartnerState> partner = arrival.of(issuer, () -> network.partner(issuer));
        if (partner.isEmpty()) {
            return not(ProblemCode.NOT_READY, "your account has only just been made");
        }
        Optional<CustomerState> customer =
                arrival.of(
                        request.customerId(), () -> network.customer(caller, request.customerId()));
        Optional<Product> product =
                catalog.product(request.productId())
                        .filter(found -> found.vendorId().equals(caller.vendorId()));
        Optional<Policy> policy =
                catalog.policy(request.policyId())
                        .filter(found -> found.vendorId().equals(caller.vendorId()));
        OrderId orderId = request.orderId();
        Optional<OrderState> order =
                orderId == null
                        ? Optional.empty()
                        : arrival.of(orderId, () -> orders.order(caller, orderId));
        if (customer.isEmpty()
                || product.isEmpty()
                || policy.isEmpty()
                || (orderId != null && order.isEmpty())) {
            return not(ProblemCode.NOT_FOUND, "");
        }
        IssuePlan.Facts facts =
                new IssuePlan.Facts(
                        clock.instant(),
                        partner.get(),
                        product.get(),
                        policy.get(),
                        customer.get(),
                        licenses.hasPrimary(request.customerId(), request.productId()),
                        network.grantsAlong(
                                order.map(OrderState::path).orElse(partner.get().path())),
                        order.orElse(null),
                        order.map(this::usedOfLines).orElse(Map.of()));
        return switch (IssuePlan.decide(request, facts)) {
            case IssuePlan.Decision.Refused refused -> not(refused.code(), refused.detail());
            case IssuePlan.Decision.Invalid invalid ->
                    new Decided.Not(new Outcome.Invalid(invalid.field(), invalid.message()));
            case IssuePlan.Decision.Planned planned ->
                    new Decided.Ready(planned.plan(), customer.get(), product.get(), policy.get());
        };
    }

    private Map<LineId, Long> usedOfLines(OrderState order) {
        return order.lines().stream()
                .collect(
                        Collectors.toMap(
                                Line::id,
                                line -> quotas.used(QuotaClaim.lineOf(order.id(), line.id()))));
    }

    private static Decided not(ProblemCode code, String detail) {
        return new Decided.Not(new Outcome.Refused(code, detail));
    }

    private Issuance begin(
            IssuanceId id, Caller caller, IssueRequest request, Decided.Ready ready) {
        Issuance.Prepared prepared =
                Issuance.Prepared.of(
                        request,
                        ready.plan(),
                        ready.customer(),
                        ready.product(),
                        ready.policy(),
                        press.currentKid(),
                        settings);
        return Issuance.requested(
                id,
                caller.path().subList(0, caller.path().indexOf(caller.partnerId()) + 1),
                request,
                prepared,
                clock.instant());
    }
}
