package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Secret;
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
        Instant createdAt,
        @Secret @Nullable TransferCode transferCode)
        implements Aggregate {

    /**
     * With it another partner may take the customer over.
     *
     * @param hash keyed, over the vendor too: eight digits are guessed quickly from a plain one
     */
    record TransferCode(String hash, Instant expiresAt) {}

    /** A customer sees itself. */
    @Override
    public CustomerId customerId() {
        return id;
    }

    /** With which it signs in. */
    AccountId accountId() {
        return AccountId.with(id.uniquePart());
    }

    /** All that is said of it, told again. */
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
                active,
                createdAt,
                transferCode);
    }

    /** With another e-mail in place of the one. */
    Customer calledBy(String other, String one) {
        return edited(email.equals(one) ? other : email, firstName, lastName, company);
    }

    Customer withActive(boolean next) {
        return copy(scope, next, transferCode);
    }

    /** Who belongs to another partner needs a new code to leave that one. */
    Customer belongingTo(List<PartnerId> path) {
        return copy(path, active, null);
    }

    Customer with(TransferCode code) {
        return copy(scope, active, code);
    }

    private Customer copy(List<PartnerId> path, boolean nowActive, @Nullable TransferCode newCode) {
        return new Customer(
                id,
                path,
                path.getLast(),
                email,
                firstName,
                lastName,
                company,
                nowActive,
                createdAt,
                newCode);
    }

    public CustomerState toState() {
        return new CustomerState(
                id, partnerId, scope, email, firstName + " " + lastName, company, active);
    }
}
