package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An end user or company that belongs to one partner.
 *
 * @param scope from the vendor down to that partner
 * @param email its login, lower case
 */
public record Customer(
        CustomerId id,
        List<PartnerId> scope,
        PartnerId partnerId,
        String email,
        String firstName,
        String lastName,
        @Nullable String company,
        boolean active,
        Instant createdAt)
        implements Aggregate {

    /** A customer sees itself. */
    @Override
    public CustomerId customerId() {
        return id;
    }

    Customer withActive(boolean next) {
        return new Customer(
                id, scope, partnerId, email, firstName, lastName, company, next, createdAt);
    }

    public CustomerState told() {
        return new CustomerState(
                id, partnerId, scope, email, firstName + " " + lastName, company, active);
    }
}
