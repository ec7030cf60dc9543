package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An end user or company that belongs to one partner.
 *
 * @param scope from the vendor down to that partner
 * @param email e-mail of its account, lower case
 * @param planId the plan by which it owed its partner when it was last written, offered within its
 *     scope; absent for none
 * @param plans its plan by date; absent if it never changed
 * @param transferCode the code with which another partner may take it over; absent if it has none
 */
public record Customer(
        CustomerId id,
        List<PartnerId> scope,
        PartnerId partnerId,
        String email,
        String firstName,
        String lastName,
        @Nullable String company,
        @Nullable PlanId planId,
        @Nullable List<PlanPeriod> plans,
        boolean active,
        Instant createdAt,
        @Secret @Nullable TransferCode transferCode)
        implements Aggregate {

    /**
     * A code with which another partner may take the customer over.
     *
     * @param hash HMAC of vendor and code: the eight digits behind a plain hash are found by trying
     */
    record TransferCode(String hash, Instant expiresAt) {}

    /** Lets the customer see itself. */
    @Override
    public CustomerId customerId() {
        return id;
    }

    /** The account with which it signs in. */
    AccountId accountId() {
        return AccountId.with(id.uniquePart());
    }

    List<PlanPeriod> planPeriods() {
        return PlanPeriod.all(plans, planId);
    }

    /** The customer with the plan that it is on that day. */
    Customer asOf(LocalDate today) {
        return withPlans(planPeriods(), today);
    }

    Customer withPlans(List<PlanPeriod> periods, LocalDate today) {
        return copy(
                scope,
                PlanPeriod.planOn(periods, today),
                periods.size() == 1 ? null : periods,
                active,
                transferCode);
    }

    /** The customer with new details. */
    Customer edited(
            String newEmail, String newFirstName, String newLastName, @Nullable String newCompany) {
        return new Customer(
                id,
                scope,
                partnerId,
                newEmail,
                newFirstName,
                newLastName,
                newCompany,
                planId,
                plans,
                active,
                createdAt,
                transferCode);
    }

    /** The customer with the new e-mail, if it still has the old one. */
    Customer withEmailReplaced(String oldEmail, String newEmail) {
        return edited(email.equals(oldEmail) ? newEmail : email, firstName, lastName, company);
    }

    Customer withActive(boolean next) {
        return copy(scope, planId, plans, next, transferCode);
    }

    /**
     * The customer with another partner; to leave that one it needs a new code.
     *
     * @param periods its plans there
     */
    Customer transferredTo(List<PartnerId> path, List<PlanPeriod> periods, LocalDate today) {
        return copy(path, planId, plans, active, null).withPlans(periods, today);
    }

    Customer withTransferCode(TransferCode code) {
        return copy(scope, planId, plans, active, code);
    }

    private Customer copy(
            List<PartnerId> path,
            @Nullable PlanId newPlanId,
            @Nullable List<PlanPeriod> newPlans,
            boolean nowActive,
            @Nullable TransferCode newCode) {
        return new Customer(
                id,
                path,
                path.getLast(),
                email,
                firstName,
                lastName,
                company,
                newPlanId,
                newPlans,
                nowActive,
                createdAt,
                newCode);
    }

    public CustomerState toState() {
        return new CustomerState(
                id,
                partnerId,
                scope,
                email,
                firstName + " " + lastName,
                company,
                active,
                planId,
                plans);
    }
}
