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
 * An order. The owner and partners above it see all of it; a license manager sees the lines that it
 * may issue, without prices, and only itself among the managers.
 *
 * @param id the order
 * @param ownerId the partner that ordered
 * @param customerId customer that immediate lines are issued to; absent on demand, and for a
 *     license manager
 * @param fulfillment {@code immediate}: licenses are issued at once; {@code on_demand}: license
 *     managers draw them
 * @param status follows from the lines and what is issued of them
 * @param lines what was ordered
 * @param licenseManagers partners that may issue in the order
 * @param returns requested returns, oldest first; absent for a license manager
 * @param total price of all lines, discount applied; absent for a license manager
 * @param credited part of the total that is not owed, because it was returned or never issued;
 *     absent for a license manager
 * @param failure problem code why the order failed; absent otherwise
 * @param externalReferenceId the buyer's own reference; absent if there is none, and for a license
 *     manager
 * @param placedAt when it was placed; of a draft, when it was created
 */
public record OrderResponse(
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
     * A line of an order.
     *
     * @param id the line
     * @param productId the product
     * @param policyId the policy that its licenses have
     * @param quantity licenses ordered
     * @param issued licenses issued so far
     * @param returned licenses returned so far
     * @param unitPrice list price of one license when it was ordered; absent for a license manager
     * @param discountPercent the buyer's discount in percent, 0 to 100; absent for a license
     *     manager
     * @param amount price of the line, discount applied; absent for a license manager
     * @param credited part of the amount that is not owed; absent for a license manager
     * @param failure problem code why the line was not issued; absent otherwise
     * @param issuanceId issuance of an immediate line, which reports its progress; absent on demand
     * @param orderedAt when the line was ordered
     */
    public record LineResponse(
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
     * A return of lines of an order.
     *
     * @param id the return
     * @param kind {@code return} of some lines, or {@code cancellation} of the whole order
     * @param status {@code pending} until license-service has done or refused it
     * @param lines what is returned
     * @param credited amount that is no longer owed because of it; absent until it is done
     * @param refusal problem code why license-service refused it; absent otherwise
     * @param askedAt when it was requested
     */
    public record ReturnResponse(
            ReturnId id,
            ReturnKind kind,
            OrderReturn.Status status,
            List<ReturnedLine> lines,
            @Nullable Money credited,
            @Nullable ProblemCode refusal,
            Instant askedAt) {

        static ReturnResponse from(OrderReturn requested) {
            return new ReturnResponse(
                    requested.id(),
                    requested.asked().kind(),
                    requested.status(),
                    requested.asked().lines(),
                    requested instanceof OrderReturn.Done done ? done.credited() : null,
                    requested instanceof OrderReturn.Refused refused ? refused.refusal() : null,
                    requested.asked().askedAt());
        }
    }

    /** Whether a license manager can issue yet. */
    public enum ManagerStatus {
        /** License-service has not applied the assignment yet; this takes a moment. */
        @JsonProperty("pending")
        PENDING,
        /** The license manager can issue. */
        @JsonProperty("active")
        ACTIVE
    }

    /**
     * A license manager of an order.
     *
     * @param partnerId the partner that may issue in the order
     * @param status {@code pending} for a moment after a change, then {@code active}
     * @param grants what it may issue
     */
    public record ManagerResponse(
            PartnerId partnerId, ManagerStatus status, List<ManagerGrant> grants) {

        public static ManagerResponse from(LicenseManager manager, Order order) {
            return new ManagerResponse(
                    manager.partnerId(),
                    order.contents().opened() >= order.contents().revision()
                            ? ManagerStatus.ACTIVE
                            : ManagerStatus.PENDING,
                    manager.grants());
        }
    }

    /** The part of the order that the caller may see. */
    public static OrderResponse from(Order order, Caller caller) {
        boolean owned = order.ownedBy(caller);
        List<LicenseManager> managers =
                order.managers().stream()
                        .filter(manager -> owned || manager.partnerId().equals(caller.partnerId()))
                        .toList();
        return new OrderResponse(
                order.id(),
                order.ownerId(),
                owned ? order.contents().orderedFor() : null,
                order.fulfillment(),
                order.status(),
                order.lines().stream()
                        .filter(
                                line ->
                                        owned
                                                || managers.stream()
                                                        .anyMatch(manager -> grants(manager, line)))
                        .map(line -> LineResponse.from(line, order, owned))
                        .toList(),
                managers.stream().map(manager -> ManagerResponse.from(manager, order)).toList(),
                owned
                        ? order.contents().returns().stream().map(ReturnResponse::from).toList()
                        : null,
                owned ? OrderLines.total(order.lines()) : null,
                owned ? credited(order.lines()) : null,
                order.status() == OrderStatus.FAILED ? order.lines().getFirst().failure() : null,
                owned ? order.contents().externalReferenceId() : null,
                order.contents().placedAt());
    }

    private static Money credited(List<Line> lines) {
        return OrderLines.total(lines).minus(OrderLines.owed(lines));
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
