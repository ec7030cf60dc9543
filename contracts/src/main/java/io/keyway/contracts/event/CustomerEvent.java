package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about customers, each with the customer's present state. */
public sealed interface CustomerEvent extends DomainEvent {

    CustomerState customer();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.CUSTOMERS;
    }

    @Override
    @JsonIgnore
    default String key() {
        return customer().id().value();
    }

    @JsonTypeName("io.keyway.customer.created.v1")
    record CustomerCreated(CustomerState customer) implements CustomerEvent {}

    @JsonTypeName("io.keyway.customer.changed.v1")
    record CustomerChanged(CustomerState customer) implements CustomerEvent {}

    @JsonTypeName("io.keyway.customer.transferred.v1")
    record CustomerTransferred(CustomerState customer) implements CustomerEvent {}

    /**
     * A customer.
     *
     * @param partnerId the partner that it belongs to
     * @param path from the vendor down to that partner
     * @param planId the plan by which it owes its partner at the time of the event; absent for none
     * @param plans its plan by date, one to come included; absent if it never changed
     */
    record CustomerState(
            CustomerId id,
            PartnerId partnerId,
            List<PartnerId> path,
            String email,
            String name,
            @Nullable String company,
            boolean active,
            @Nullable PlanId planId,
            @Nullable List<PlanPeriod> plans) {

        /** A customer whose plan never changed. */
        public CustomerState(
                CustomerId id,
                PartnerId partnerId,
                List<PartnerId> path,
                String email,
                String name,
                @Nullable String company,
                boolean active,
                @Nullable PlanId planId) {
            this(id, partnerId, path, email, name, company, active, planId, null);
        }

        /** A customer without a plan. */
        public CustomerState(
                CustomerId id,
                PartnerId partnerId,
                List<PartnerId> path,
                String email,
                String name,
                @Nullable String company,
                boolean active) {
            this(id, partnerId, path, email, name, company, active, null, null);
        }

        /** Its plan by date. */
        public List<PlanPeriod> planPeriods() {
            return PlanPeriod.all(plans, planId);
        }
    }
}
