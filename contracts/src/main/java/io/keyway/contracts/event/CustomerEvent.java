package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
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
     */
    record CustomerState(
            CustomerId id,
            PartnerId partnerId,
            List<PartnerId> path,
            String email,
            String name,
            @Nullable String company,
            boolean active) {}
}
