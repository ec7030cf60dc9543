package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.id.ReturnId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events about orders, each with the order's present state. */
public sealed interface OrderEvent extends DomainEvent {

    OrderState order();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.ORDERS;
    }

    @Override
    @JsonIgnore
    default String key() {
        return order().id().value();
    }

    @JsonTypeName("io.keyway.order.placed.v1")
    record OrderPlaced(OrderState order) implements OrderEvent {}

    @JsonTypeName("io.keyway.order.changed.v1")
    record OrderChanged(OrderState order) implements OrderEvent {}

    @JsonTypeName("io.keyway.order.fulfilled.v1")
    record OrderFulfilled(OrderState order) implements OrderEvent {}

    @JsonTypeName("io.keyway.order.failed.v1")
    record OrderFailed(OrderState order) implements OrderEvent {}

    @JsonTypeName("io.keyway.order.cancelled.v1")
    record OrderCancelled(OrderState order) implements OrderEvent {}

    /** Everything that was ordered has been returned. */
    @JsonTypeName("io.keyway.order.returned.v1")
    record OrderReturned(OrderState order) implements OrderEvent {}

    /**
     * An order.
     *
     * @param revision counts the changes that license-service must apply (lines, managers, returns)
     * @param ownerId the partner that ordered, and owes it to its parent
     * @param path from the vendor down to the owner
     * @param customerId the customer of immediate licenses
     * @param asked the return that license-service is to do; absent if none is requested
     * @param externalReferenceId the buyer's own reference; absent if it gave none
     */
    record OrderState(
            OrderId id,
            long revision,
            PartnerId ownerId,
            List<PartnerId> path,
            @Nullable CustomerId customerId,
            Fulfillment fulfillment,
            OrderStatus status,
            List<Line> lines,
            List<LicenseManager> managers,
            Instant placedAt,
            @Nullable ReturnAsked asked,
            @Nullable String externalReferenceId) {

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /**
     * A line; its price is fixed when it is ordered.
     *
     * @param unitPrice list price of one
     * @param amount what the line costs after the discount
     * @param discountPercent absent for lines from before it was recorded
     * @param orderedAt absent for a line that was ordered with its order
     * @param returned returned part of the quantity; absent for none
     * @param credited part of the amount that is not owed because of returns; absent for none
     * @param failure why an immediate line was not issued: it is not owed then
     * @param productName name of the product when it was ordered; absent for lines from before it
     *     was recorded
     * @param policyName the same of the policy
     */
    record Line(
            LineId id,
            ProductId productId,
            PolicyId policyId,
            long quantity,
            Money unitPrice,
            Money amount,
            @Nullable BigDecimal discountPercent,
            @Nullable Instant orderedAt,
            @Nullable Long returned,
            @Nullable Money credited,
            @Nullable ProblemCode failure,
            @Nullable String productName,
            @Nullable String policyName) {

        public static Line ordered(
                LineId id,
                ProductId productId,
                PolicyId policyId,
                long quantity,
                Money unitPrice,
                Money amount,
                BigDecimal discountPercent,
                Instant orderedAt,
                @Nullable String productName,
                @Nullable String policyName) {
            return new Line(
                    id,
                    productId,
                    policyId,
                    quantity,
                    unitPrice,
                    amount,
                    discountPercent,
                    orderedAt,
                    null,
                    null,
                    null,
                    productName,
                    policyName);
        }

        /** The same line, so far returned, credited or failed. */
        public Line with(
                @Nullable Long newReturned,
                @Nullable Money newCredited,
                @Nullable ProblemCode newFailure) {
            return new Line(
                    id,
                    productId,
                    policyId,
                    quantity,
                    unitPrice,
                    amount,
                    discountPercent,
                    orderedAt,
                    newReturned,
                    newCredited,
                    newFailure,
                    productName,
                    policyName);
        }

        /** The quantity that was neither returned nor failed. */
        public long kept() {
            return failure != null ? 0 : quantity - (returned == null ? 0 : returned);
        }

        /** The amount that is owed for the kept quantity. */
        public Money owed() {
            if (failure != null) {
                return Money.zero(amount.currency());
            }
            return credited == null ? amount : amount.minus(credited);
        }
    }

    /**
     * A requested return. License-service does all of it or nothing.
     *
     * @param lines each line once
     */
    record ReturnAsked(ReturnId id, ReturnKind kind, List<ReturnedLine> lines) {}

    /**
     * A part of a line that is given back.
     *
     * @param lineId the line of the order
     * @param quantity how many licenses of it, from 1
     */
    record ReturnedLine(LineId lineId, long quantity) {}

    /** What is taken back. */
    enum ReturnKind {
        /** Returns what was not drawn yet, or was issued at once and is revoked. */
        @JsonProperty("return")
        RETURN,
        /** Cancels the whole order, before any of its licenses was issued. */
        @JsonProperty("cancellation")
        CANCELLATION
    }

    /** A partner that may issue licenses in this order. */
    record LicenseManager(PartnerId partnerId, List<PartnerId> path, List<ManagerGrant> grants) {}

    /**
     * What a license manager may issue.
     *
     * @param productId a product of the order
     * @param policyIds absent for all policies of the product in the order
     * @param licensesMax absent for no maximum of its own
     */
    record ManagerGrant(
            ProductId productId, @Nullable Set<PolicyId> policyIds, @Nullable Long licensesMax) {}

    /** When the licenses of an order are issued. */
    enum Fulfillment {
        /** Licenses are issued at once to the order's customer. */
        @JsonProperty("immediate")
        IMMEDIATE,
        /** An allowance from which license managers draw licenses. */
        @JsonProperty("on_demand")
        ON_DEMAND
    }

    /** The progress of an order. */
    enum OrderStatus {
        /** Not placed yet: its lines can be changed, and nothing is owed. */
        @JsonProperty("draft")
        DRAFT,
        /** Placed; license-service has not received it yet, or is issuing it. */
        @JsonProperty("pending")
        PENDING,
        /** An allowance of which nothing was drawn yet. */
        @JsonProperty("open")
        OPEN,
        /** A part of the licenses was issued. */
        @JsonProperty("partly_fulfilled")
        PARTLY_FULFILLED,
        /** All licenses were issued. */
        @JsonProperty("fulfilled")
        FULFILLED,
        /** No license could be issued; nothing is owed. */
        @JsonProperty("failed")
        FAILED,
        /** Cancelled before a license was issued; nothing is owed. */
        @JsonProperty("cancelled")
        CANCELLED,
        /** Everything was returned. */
        @JsonProperty("returned")
        RETURNED;

        /** Whether the order is owed and licenses can be issued in it. */
        public boolean inForce() {
            return switch (this) {
                case PENDING, OPEN, PARTLY_FULFILLED, FULFILLED -> true;
                case DRAFT, FAILED, CANCELLED, RETURNED -> false;
            };
        }
    }
}
