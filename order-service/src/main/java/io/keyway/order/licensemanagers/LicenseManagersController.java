package io.keyway.order.licensemanagers;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.orders.Order;
import io.keyway.order.orders.OrderResponse;
import io.keyway.order.orders.OrderResponse.ManagerResponse;
import io.keyway.order.orders.Orders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
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

/** The license managers of an order: partners that may issue in it, and what. */
@RestController
@RequestMapping("/api/v1/orders/{id}/license-managers")
class LicenseManagersController {

    /**
     * A product that a license manager may issue in an order.
     *
     * @param productId a product that the order has a line of
     * @param policyIds policies of the product that the order has lines of, 1 to 100; absent for
     *     all policies of the product in the order
     * @param licensesMax licenses of the product that this manager may issue in the order at most;
     *     absent for no limit beyond the order's lines
     */
    record ManagerGrantRequest(
            @NotNull ProductId productId,
            @Nullable @Size(min = 1, max = 100) Set<@NotNull PolicyId> policyIds,
            @Nullable @Min(0) Long licensesMax) {

        ManagerGrant toGrant() {
            return new ManagerGrant(productId, policyIds, licensesMax);
        }
    }

    /**
     * What a license manager may issue in an order.
     *
     * @param grants 1 to 100 products; they replace what the manager could issue before
     */
    record AssignManager(
            @NotEmpty @Size(max = 100) List<@NotNull @Valid ManagerGrantRequest> grants) {}

    /**
     * The license managers of an order.
     *
     * @param items all of them for the order's owner and partners above it; a license manager sees
     *     only itself
     */
    record ManagersResponse(List<ManagerResponse> items) {}

    private final Orders orders;
    private final AssignManagers assignManagers;

    LicenseManagersController(Orders orders, AssignManagers assignManagers) {
        this.orders = orders;
        this.assignManagers = assignManagers;
    }

    /**
     * List the license managers of an order. The caller must see the order. Its owner and the
     * partners above it get all managers; a license manager gets only itself.
     *
     * @param id the order
     * @return the license managers
     */
    @GetMapping
    ManagersResponse list(Caller caller, @PathVariable OrderId id) {
        return new ManagersResponse(
                OrderResponse.from(orders.find(caller, id).state(), caller).licenseManagers());
    }

    /**
     * Assign a license manager, or change what it may issue. The caller must own the order or be
     * above its owner, and needs the permission {@code manage_license_managers}, else {@code
     * forbidden}. The manager must be a partner below the owner, the order on demand and not
     * closed, else {@code conflict}. The manager can issue as soon as its {@code status} is {@code
     * active}, when license-service has applied the change.
     *
     * @param id the order
     * @param partnerId the partner that becomes license manager
     * @return the license manager
     */
    @PutMapping("/{partnerId}")
    ResponseEntity<ManagerResponse> assign(
            Caller caller,
            @PathVariable OrderId id,
            @PathVariable PartnerId partnerId,
            IfMatch ifMatch,
            @Valid @RequestBody AssignManager body) {
        Stored<Order> stored =
                assignManagers.assign(
                        caller,
                        id,
                        partnerId,
                        ifMatch,
                        body.grants().stream().map(ManagerGrantRequest::toGrant).toList());
        ManagerResponse manager =
                stored.state().managers().stream()
                        .filter(known -> known.partnerId().equals(partnerId))
                        .map(known -> ManagerResponse.from(known, stored.state()))
                        .findFirst()
                        .orElseThrow(Refused::notFound);
        return ResponseEntity.ok().eTag(stored.etag()).body(manager);
    }

    /**
     * Remove a license manager. The caller must own the order or be above its owner, and needs the
     * permission {@code manage_license_managers}, else {@code forbidden}. What the manager has
     * issued stays issued. A partner that is not a license manager of the order is {@code
     * not_found}.
     *
     * @param id the order
     * @param partnerId the license manager
     * @return nothing; the {@code ETag} is the order's new version
     */
    @DeleteMapping("/{partnerId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> remove(
            Caller caller,
            @PathVariable OrderId id,
            @PathVariable PartnerId partnerId,
            IfMatch ifMatch) {
        Stored<Order> stored = assignManagers.remove(caller, id, partnerId, ifMatch);
        return ResponseEntity.noContent().eTag(stored.etag()).build();
    }
}
