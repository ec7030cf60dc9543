package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
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

    /**
     * @param revision counts the changes that license-service must apply (lines, managers,
     *     cancellation)
     * @param ownerId the partner that ordered and owes it to its parent
     * @param path from the vendor down to the owner
     * @param customerId whom immediate licenses are for
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
            Instant placedAt) {

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /**
     * @param unitPrice list price of one
     * @param amount what the line costs, discount applied
     */
    record Line(
            LineId id,
            ProductId productId,
            PolicyId policyId,
            long quantity,
            Money unitPrice,
            Money amount) {}

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
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("fulfilled")
        FULFILLED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED,
        @JsonProperty("returned")
        RETURNED
    }
}
