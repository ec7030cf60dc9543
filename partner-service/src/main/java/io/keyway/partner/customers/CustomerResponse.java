package io.keyway.partner.customers;

import io.keyway.contracts.Dated;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
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
 * @param planId plan that it is on today (UTC), offered by its partner or one above that; absent
 *     for none
 * @param plans the plan that it is on and the one that is to come, by date; a plan holds until the
 *     next one begins
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
        List<PlanPeriod> plans,
        String status,
        Instant createdAt) {

    static CustomerResponse from(Customer stored, LocalDate today) {
        Customer customer = stored.asOf(today);
        return new CustomerResponse(
                customer.id(),
                customer.partnerId(),
                customer.email(),
                customer.email(),
                customer.firstName(),
                customer.lastName(),
                customer.company(),
                customer.planId(),
                Dated.onwards(customer.planPeriods(), today),
                customer.active() ? "active" : "inactive",
                customer.createdAt());
    }
}
