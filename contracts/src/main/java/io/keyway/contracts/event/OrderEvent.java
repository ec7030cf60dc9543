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

/** Facts about orders, each with the order as it now is. */
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

    /** All that was ordered was given back. */
    @JsonTypeName("io.keyway.order.returned.v1")
    record OrderReturned(OrderState order) implements OrderEvent {}

    /**
     * @param revision counts the changes that license-service must apply (lines, managers, what is
     *     to be given back)
     * @param ownerId the partner that ordered and owes it to its parent
     * @param path from the vendor down to the owner
     * @param customerId whom immediate licenses are for
     * @param asked what license-service is to take back; absent while nothing is asked for
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
            @Nullable ReturnAsked asked) {

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /**
     * Its price is fixed when it is ordered.
     *
     * @param unitPrice list price of one
     * @param amount what the line costs, discount applied
     * @param discountPercent absent for a line that was ordered before it was recorded
     * @param orderedAt absent for a line that is as old as its order
     * @param returned how much of the quantity was given back; absent for nothing
     * @param credited how much of the amount is not owed because of that; absent for nothing
     * @param failure why an immediate line was not issued: then it is not owed
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
            @Nullable ProblemCode failure) {

        public static Line ordered(
                LineId id,
                ProductId productId,
                PolicyId policyId,
                long quantity,
                Money unitPrice,
                Money amount,
                BigDecimal discountPercent,
                Instant orderedAt) {
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
                    null);
        }

        /** How much of it was neither given back nor refused. */
        public long kept() {
            return failure != null ? 0 : quantity - (returned == null ? 0 : returned);
        }

        /** What is owed for that. */
        public Money owed() {
            if (failure != null) {
                return Money.zero(amount.currency());
            }
            return credited == null ? amount : amount.minus(credited);
        }
    }

    /**
     * License-service takes back all of it or nothing.
     *
     * @param lines each line once
     */
    record ReturnAsked(ReturnId id, ReturnKind kind, List<ReturnedLine> lines) {}

    record ReturnedLine(LineId lineId, long quantity) {}

    enum ReturnKind {
        /** What was not drawn yet, or was issued at once and is revoked. */
        @JsonProperty("return")
        RETURN,
        /** The whole order, before anything of it was issued. */
        @JsonProperty("cancellation")
        CANCELLATION
    }

    /** A partner that may issue in this order. */
    record LicenseManager(PartnerId partnerId, List<PartnerId> path, List<ManagerGrant> grants) {}

    /**
     * @param policyIds absent for all policies of the product in the order
     * @param licensesMax absent for no maximum of its own
     */
    record ManagerGrant(
            ProductId productId, @Nullable Set<PolicyId> policyIds, @Nullable Long licensesMax) {}

    enum Fulfillment {
        /** Issued at once to the order's customer. */
        @JsonProperty("immediate")
        IMMEDIATE,
        /** An allowance that license managers draw down. */
        @JsonProperty("on_demand")
        ON_DEMAND
    }

    enum OrderStatus {
        @JsonProperty("draft")
        DRAFT,
        /** Placed; license-service has not heard of it yet, or issues it. */
        @JsonProperty("pending")
        PENDING,
        /** An allowance of which nothing was drawn yet. */
        @JsonProperty("open")
        OPEN,
        /** A part was issued. */
        @JsonProperty("partly_fulfilled")
        PARTLY_FULFILLED,
        @JsonProperty("fulfilled")
        FULFILLED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED,
        @JsonProperty("returned")
        RETURNED;

        /** Whether licenses can be issued in it, and it is owed. */
        public boolean inForce() {
            return switch (this) {
                case PENDING, OPEN, PARTLY_FULFILLED, FULFILLED -> true;
                case DRAFT, FAILED, CANCELLED, RETURNED -> false;
            };
        }
    }
}
