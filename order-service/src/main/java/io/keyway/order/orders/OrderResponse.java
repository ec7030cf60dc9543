package io.keyway.order.orders;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.OrderEvent.ReturnKind;
import io.keyway.contracts.event.OrderEvent.ReturnedLine;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.ReturnId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as the caller may see it. What it costs, and what is given back, is its owner's business
 * and of those above; a license manager sees the lines of what it may issue, and of the managers
 * itself.
 *
 * @param failure why it failed, as a problem code
 * @param credited what is not owed of the total, because it was given back or never issued
 */
record OrderResponse(
        OrderId id,
        PartnerId ownerId,
        @Nullable CustomerId customerId,
        Fulfillment fulfillment,
        OrderStatus status,
        List<LineResponse> lines,
        List<ManagerResponse> licenseManagers,
        @Nullable List<ReturnResponse> returns,
        @Nullable Money total,
        @Nullable Money credited,
        @Nullable ProblemCode failure,
        @Nullable String externalReferenceId,
        Instant placedAt) {

    /**
     * @param issued how much of the quantity is issued
     * @param returned how much was given back
     * @param failure why it was not issued, as a problem code
     * @param issuanceId of an immediate line: how far it is
     */
    record LineResponse(
            LineId id,
            ProductId productId,
            PolicyId policyId,
            long quantity,
            long issued,
            long returned,
            @Nullable Money unitPrice,
            @Nullable BigDecimal discountPercent,
            @Nullable Money amount,
            @Nullable Money credited,
            @Nullable ProblemCode failure,
            @Nullable IssuanceId issuanceId,
            Instant orderedAt) {

        static LineResponse from(Line line, Order order, boolean withPrices) {
            return new LineResponse(
                    line.id(),
                    line.productId(),
                    line.policyId(),
                    line.quantity(),
                    order.issuedOf(line.id()),
                    line.returned() == null ? 0 : line.returned(),
                    withPrices ? line.unitPrice() : null,
                    withPrices ? line.discountPercent() : null,
                    withPrices ? line.amount() : null,
                    withPrices ? line.amount().minus(line.owed()) : null,
                    line.failure(),
                    order.fulfillment() == Fulfillment.IMMEDIATE
                            ? IssuanceId.with(line.id().uniquePart())
                            : null,
                    order.orderedAt(line));
        }
    }

    /**
     * @param credited what is not owed because of it; absent until it is done
     * @param refusal why it was refused, as a problem code
     */
    record ReturnResponse(
            ReturnId id,
            ReturnKind kind,
            OrderReturn.Status status,
            List<ReturnedLine> lines,
            @Nullable Money credited,
            @Nullable ProblemCode refusal,
            Instant askedAt) {

        static ReturnResponse from(OrderReturn asked) {
            return new ReturnResponse(
                    asked.id(),
                    asked.kind(),
                    asked.status(),
                    asked.lines(),
                    asked.credited(),
                    asked.refusal(),
                    asked.askedAt());
        }
    }

    enum ManagerStatus {
        /** License-service has not heard of it yet: a moment. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("active")
        ACTIVE
    }

    record ManagerResponse(PartnerId partnerId, ManagerStatus status, List<ManagerGrant> grants) {

        static ManagerResponse from(LicenseManager manager, Order order) {
            return new ManagerResponse(
                    manager.partnerId(),
                    order.opened() >= order.revision()
                            ? ManagerStatus.ACTIVE
                            : ManagerStatus.PENDING,
                    manager.grants());
        }
    }

    static OrderResponse from(Order order, Caller caller) {
        boolean whole = order.ownedBy(caller);
        List<LicenseManager> managers =
                order.managers().stream()
                        .filter(manager -> whole || manager.partnerId().equals(caller.partnerId()))
                        .toList();
        return new OrderResponse(
                order.id(),
                order.ownerId(),
                whole ? order.orderedFor() : null,
                order.fulfillment(),
                order.status(),
                order.lines().stream()
                        .filter(
                                line ->
                                        whole
                                                || managers.stream()
                                                        .anyMatch(manager -> grants(manager, line)))
                        .map(line -> LineResponse.from(line, order, whole))
                        .toList(),
                managers.stream().map(manager -> ManagerResponse.from(manager, order)).toList(),
                whole ? order.returns().stream().map(ReturnResponse::from).toList() : null,
                whole ? order.total() : null,
                whole ? order.total().minus(order.owed()) : null,
                order.failure(),
                whole ? order.externalReferenceId() : null,
                order.placedAt());
    }

    private static boolean grants(LicenseManager manager, Line line) {
        return manager.grants().stream()
                .anyMatch(
                        grant ->
                                grant.productId().equals(line.productId())
                                        && (grant.policyIds() == null
                                                || grant.policyIds().contains(line.policyId())));
    }
}
