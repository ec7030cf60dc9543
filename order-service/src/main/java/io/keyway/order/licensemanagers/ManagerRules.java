package io.keyway.order.licensemanagers;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.PolicyId;
import io.keyway.kit.access.Finding;
import io.keyway.kit.http.Refused;
import io.keyway.order.orders.Order;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may assign license managers to an order, and how many: decided without store and clock. */
public final class ManagerRules {

    private ManagerRules() {}

    /**
     * Why the caller may not assign license managers to the order, though it sees it and has the
     * permission in general. A license manager sees the order too, but assigns none.
     */
    public static Optional<Finding> refusal(Order order, Caller caller) {
        if (!order.ownedBy(caller)) {
            return Finding.of(
                    AccessRule.NOT_ORDER_OWNER,
                    "License managers are assigned by the order's owner and who stands above it.");
        }
        if (order.fulfillment() != Fulfillment.ON_DEMAND) {
            return Finding.of(
                    AccessRule.ORDER_IMMEDIATE,
                    "Only on-demand lines are drawn by license managers.");
        }
        return order.status() == OrderStatus.CANCELLED || order.status() == OrderStatus.RETURNED
                ? Finding.of(AccessRule.ORDER_CLOSED, "The order is closed.")
                : Optional.empty();
    }

    /** Why the order takes no further license manager. */
    public static Optional<Finding> full(Order order, int managersMax) {
        return order.managers().size() < managersMax
                ? Optional.empty()
                : Finding.of(
                        AccessRule.LICENSE_MANAGERS_FULL,
                        "The order has %d of at most %d license managers."
                                .formatted(order.managers().size(), managersMax));
    }

    /**
     * Requires that an order has a line for everything that is granted; nothing else could be
     * issued in it.
     *
     * @throws Refused {@code invalid_request} naming the first grant that is not in the order
     */
    static void requireInOrder(Order order, List<ManagerGrant> grants) {
        for (int i = 0; i < grants.size(); i++) {
            ManagerGrant grant = grants.get(i);
            Set<PolicyId> ordered =
                    order.lines().stream()
                            .filter(line -> line.productId().equals(grant.productId()))
                            .map(Line::policyId)
                            .collect(Collectors.toSet());
            if (ordered.isEmpty()) {
                throw Refused.invalid("grants[" + i + "].productId", "is not in the order").get();
            }
            if (grant.policyIds() != null && !ordered.containsAll(grant.policyIds())) {
                throw Refused.invalid("grants[" + i + "].policyIds", "are not all in the order")
                        .get();
            }
        }
    }
}
