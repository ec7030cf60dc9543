package io.keyway.order.licensemanagers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import io.keyway.order.orders.Order;
import io.keyway.order.orders.Orders;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Assigns license managers to orders and removes them again. */
@Component
class AssignManagers {

    private final Orders orders;
    private final Network network;
    private final RemoveManagers removeManagers;
    private final OrderProperties settings;

    AssignManagers(
            Orders orders,
            Network network,
            RemoveManagers removeManagers,
            OrderProperties settings) {
        this.orders = orders;
        this.network = network;
        this.removeManagers = removeManagers;
        this.settings = settings;
    }

    /** Assigns the partner, or replaces what it may issue. */
    Stored<Order> assign(
            Caller caller,
            OrderId id,
            PartnerId partnerId,
            IfMatch ifMatch,
            List<ManagerGrant> grants) {
        Order order = requireMayAssign(caller, id);
        PartnerState partner = network.partner(caller, partnerId);
        if (partnerId.equals(order.ownerId()) || !partner.path().contains(order.ownerId())) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "A license manager is a partner below the order's owner.");
        }
        ManagerRules.requireInOrder(order, grants);
        Stored<Order> stored =
                orders.change(
                        id,
                        ifMatch,
                        current ->
                                current.withManagers(
                                        with(
                                                current,
                                                new LicenseManager(
                                                        partnerId, partner.path(), grants))));
        if (network.isDeleted(partnerId)) {
            // Deleted while it was assigned: RemoveManagers may have run before the assignment.
            removeManagers.remove(id, partnerId);
            throw Refused.notFound();
        }
        return stored;
    }

    private List<LicenseManager> with(Order order, LicenseManager manager) {
        List<LicenseManager> managers = new ArrayList<>(order.managersWithout(manager.partnerId()));
        managers.add(manager);
        if (managers.size() > settings.managersMax()) {
            throw new Refused(
                    AccessRule.LICENSE_MANAGERS_FULL,
                    "An order has at most " + settings.managersMax() + " license managers.");
        }
        return managers;
    }

    Stored<Order> remove(Caller caller, OrderId id, PartnerId partnerId, IfMatch ifMatch) {
        Order order = requireMayAssign(caller, id);
        if (order.managers().stream().noneMatch(manager -> manager.partnerId().equals(partnerId))) {
            throw Refused.notFound();
        }
        return orders.change(
                id, ifMatch, current -> current.withManagers(current.managersWithout(partnerId)));
    }

    private Order requireMayAssign(Caller caller, OrderId id) {
        Order order = orders.find(caller, id).state();
        if (!caller.may(Permission.MANAGE_LICENSE_MANAGERS)) {
            throw new Refused(AccessRule.ACCOUNT_PERMISSION_MISSING.refusal());
        }
        ManagerRules.refusal(order, caller)
                .ifPresent(
                        finding -> {
                            throw new Refused(finding.rule(), finding.reason());
                        });
        return order;
    }
}
