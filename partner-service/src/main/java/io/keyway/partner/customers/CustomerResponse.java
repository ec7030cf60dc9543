package io.keyway.partner.customers;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer.
 *
 * @param id the customer
 * @param partnerId the partner that it belongs to
 * @param email e-mail address with which it signs in, lower case
 * @param username the same as {@code email}
 * @param firstName first name
 * @param lastName last name
 * @param company company; absent for a private person
 * @param planId plan that it is on, offered by its partner or one above that; absent for none
 * @param status {@code active}, or {@code inactive}: it cannot sign in or get licenses
 * @param createdAt when it was created
 */
record CustomerResponse(
        CustomerId id,
        PartnerId partnerId,
        String email,
        String username,
        String firstName,
        String lastName,
        @Nullable String company,
        @Nullable PlanId planId,
        String status,
        Instant createdAt) {

    static CustomerResponse from(Customer customer) {
        return new CustomerResponse(
                customer.id(),
                customer.partnerId(),
                customer.email(),
                customer.email(),
                customer.firstName(),
                customer.lastName(),
                customer.company(),
                customer.planId(),
                customer.active() ? "active" : "inactive",
                customer.createdAt());
    }
}
