package io.keyway.order.orders;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import io.keyway.order.orders.OrderResponse.ManagerResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who else may issue in an order, and what. */
@RestController
@RequestMapping("/api/v1/orders/{id}/license-managers")
class LicenseManagersController {

    /**
     * @param policyIds absent for all policies of the product in the order
     * @param licensesMax absent for no maximum of its own
     */
    record ManagerGrantRequest(
            @NotNull ProductId productId,
            @Nullable @Size(min = 1, max = 100) Set<@NotNull PolicyId> policyIds,
            @Nullable @Min(0) Long licensesMax) {

        ManagerGrant toGrant() {
            return new ManagerGrant(productId, policyIds, licensesMax);
        }
    }

    record AssignManager(
            @NotEmpty @Size(max = 100) List<@NotNull @Valid ManagerGrantRequest> grants) {}

    record ManagersResponse(List<ManagerResponse> items) {}

    private final Orders orders;
    private final Network network;
    private final DismissManagers dismiss;
    private final OrderProperties settings;

    LicenseManagersController(
            Orders orders, Network network, DismissManagers dismiss, OrderProperties settings) {
        this.orders = orders;
        this.network = network;
        this.dismiss = dismiss;
        this.settings = settings;
    }

    @GetMapping
    ManagersResponse list(Caller caller, @PathVariable OrderId id) {
        return new ManagersResponse(
                OrderResponse.from(orders.find(caller, id).state(), caller).licenseManagers());
    }

    /** The manager may issue when its {@code status} is active: license-service has heard of it. */
    @PutMapping("/{partnerId}")
    ResponseEntity<ManagerResponse> assign(
            Caller caller,
            @PathVariable OrderId id,
            @PathVariable PartnerId partnerId,
            IfMatch ifMatch,
            @Valid @RequestBody AssignManager body) {
        Order order = requireOwner(caller, id);
        PartnerState partner = network.partner(caller, partnerId);
        if (partnerId.equals(order.ownerId()) || !partner.path().contains(order.ownerId())) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "A license manager is a partner below the order's owner.");
        }
        List<ManagerGrant> grants =
                body.grants().stream().map(ManagerGrantRequest::toGrant).toList();
        requireWithin(order, grants);
        Stored<Order> stored =
                change(
                        id,
                        ifMatch,
                        current -> {
                            List<LicenseManager> managers =
                                    new ArrayList<>(current.managersBut(partnerId));
                            managers.add(new LicenseManager(partnerId, partner.path(), grants));
                            if (managers.size() > settings.managersMax()) {
                                throw new Refused(
                                        AccessRule.LICENSE_MANAGERS_FULL,
                                        "An order has at most "
                                                + settings.managersMax()
                                                + " license managers.");
                            }
                            return managers;
                        });
        if (network.isGone(partnerId)) {
            dismiss.dismiss(id, partnerId); // Deleted meanwhile: it may have been too late to see.
            throw Refused.notFound();
        }
        ManagerResponse manager =
                stored.state().managers().stream()
                        .filter(known -> known.partnerId().equals(partnerId))
                        .map(known -> ManagerResponse.from(known, stored.state()))
                        .findFirst()
                        .orElseThrow(Refused::notFound);
        return ResponseEntity.ok().eTag(stored.etag()).body(manager);
    }

    @DeleteMapping("/{partnerId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> remove(
            Caller caller,
            @PathVariable OrderId id,
            @PathVariable PartnerId partnerId,
            IfMatch ifMatch) {
        Order order = requireOwner(caller, id);
        if (order.managers().stream().noneMatch(manager -> manager.partnerId().equals(partnerId))) {
            throw Refused.notFound();
        }
        Stored<Order> stored = change(id, ifMatch, current -> current.managersBut(partnerId));
        return ResponseEntity.noContent().eTag(stored.etag()).build();
    }

    /** The owner and who stands above it; a license manager sees the order but assigns nobody. */
    private Order requireOwner(Caller caller, OrderId id) {
        Order order = orders.find(caller, id).state();
        if (!caller.may(Permission.MANAGE_LICENSE_MANAGERS)) {
            throw new Refused(AccessRule.ACCOUNT_PERMISSION_MISSING.refusal());
        }
        order.refusesManagersOf(caller)
                .ifPresent(
                        finding -> {
                            throw new Refused(finding.rule(), finding.reason());
                        });
        return order;
    }

    /** What is granted must be in the order: nothing else could be issued in it. */
    private static void requireWithin(Order order, List<ManagerGrant> grants) {
        for (int i = 0; i < grants.size(); i++) {
            ManagerGrant grant = grants.get(i);
            if (order.lines().stream()
                    .noneMatch(line -> line.productId().equals(grant.productId()))) {
                throw Refused.invalid("grants[" + i + "].productId", "is not in the order").get();
            }
            for (PolicyId policy :
                    grant.policyIds() == null ? Set.<PolicyId>of() : grant.policyIds()) {
                boolean ordered =
                        order.lines().stream()
                                .anyMatch(
                                        line ->
                                                line.productId().equals(grant.productId())
                                                        && line.policyId().equals(policy));
                if (!ordered) {
                    throw Refused.invalid("grants[" + i + "].policyIds", "are not all in the order")
                            .get();
                }
            }
        }
    }

    private Stored<Order> change(
            OrderId id, IfMatch ifMatch, Function<Order, List<LicenseManager>> next) {
        return orders.change(
                id,
                ifMatch,
                order -> {
                    List<LicenseManager> managers = next.apply(order);
                    return managers.equals(order.managers()) ? order : order.withManagers(managers);
                });
    }
}
