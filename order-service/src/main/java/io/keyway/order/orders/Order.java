package io.keyway.order.orders;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.access.Finding;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a partner bought.
 *
 * @param path from the vendor down to the owner
 * @param revision counts what license-service must take in: the order itself, then its managers
 * @param opened the highest revision that license-service has taken in
 * @param issuedLines the immediate lines that are issued
 * @param failure why it failed, as a problem code
 */
record Order(
        OrderId id,
        List<PartnerId> path,
        PartnerId ownerId,
        @Nullable CustomerId orderedFor,
        Fulfillment fulfillment,
        OrderStatus status,
        List<Line> lines,
        List<LicenseManager> managers,
        long revision,
        long opened,
        Set<LineId> issuedLines,
        @Nullable String failure,
        @Nullable String externalReferenceId,
        Instant placedAt)
        implements Aggregate {

    /** Its license managers see it too: only what they may issue. */
    @Override
    public List<PartnerId> scope() {
        Set<PartnerId> scope = new LinkedHashSet<>(path);
        managers.forEach(manager -> scope.add(manager.partnerId()));
        return List.copyOf(scope);
    }

    Money total() {
        return lines.stream().map(Line::amount).reduce(Money::plus).orElseThrow();
    }

    Order withManagers(List<LicenseManager> next) {
        return copy(status, next, revision + 1, opened, issuedLines, failure);
    }

    /**
     * License-service has taken in the order up to this revision. An allowance that is open is
     * fulfilled.
     */
    Order opened(long upTo) {
        boolean allowanceOpen =
                fulfillment == Fulfillment.ON_DEMAND && status == OrderStatus.PENDING;
        return progressed(
                allowanceOpen ? OrderStatus.FULFILLED : status,
                Math.max(opened, upTo),
                issuedLines,
                failure);
    }

    Order issued(LineId line) {
        if (lines.stream().noneMatch(known -> known.id().equals(line))) {
            return this;
        }
        Set<LineId> issued = new LinkedHashSet<>(issuedLines);
        issued.add(line);
        boolean all = issued.size() == lines.size() && status == OrderStatus.PENDING;
        return progressed(all ? OrderStatus.FULFILLED : status, opened, issued, failure);
    }

    Order failed(String code) {
        return status == OrderStatus.PENDING
                ? progressed(OrderStatus.FAILED, opened, issuedLines, code)
                : this;
    }

    private Order progressed(
            OrderStatus next, long upTo, Set<LineId> issued, @Nullable String why) {
        return copy(next, managers, revision, upTo, issued, why);
    }

    private Order copy(
            OrderStatus newStatus,
            List<LicenseManager> newManagers,
            long newRevision,
            long upTo,
            Set<LineId> issued,
            @Nullable String why) {
        return new Order(
                id,
                path,
                ownerId,
                orderedFor,
                fulfillment,
                newStatus,
                lines,
                newManagers,
                newRevision,
                upTo,
                issued,
                why,
                externalReferenceId,
                placedAt);
    }

    /**
     * Why the caller cannot say who issues in it. It sees the order already, and may assign license
     * managers at all; a manager sees the order too and assigns nobody.
     */
    Optional<Finding> refusesManagersOf(Caller caller) {
        if (caller.role() != Role.OPERATOR && !path.contains(caller.partnerId())) {
            return Finding.of(
                    AccessRule.NOT_ORDER_OWNER,
                    "License managers are assigned by the order's owner and who stands above it.");
        }
        if (fulfillment != Fulfillment.ON_DEMAND) {
            return Finding.of(
                    AccessRule.ORDER_IMMEDIATE,
                    "Only on-demand lines are drawn by license managers.");
        }
        return status == OrderStatus.CANCELLED || status == OrderStatus.RETURNED
                ? Finding.of(AccessRule.ORDER_CLOSED, "The order is closed.")
                : Optional.empty();
    }

    /** The managers without this partner. */
    List<LicenseManager> managersBut(PartnerId partner) {
        List<LicenseManager> others = new ArrayList<>(managers);
        others.removeIf(manager -> manager.partnerId().equals(partner));
        return others;
    }

    OrderState told() {
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
                placedAt);
    }
}
