package io.keyway.partner.signin;

import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.accounts.Account;
import org.jspecify.annotations.Nullable;

/**
 * The account of the caller.
 *
 * @param id the account
 * @param email e-mail address with which it signs in
 * @param name the person's name
 * @param role {@code operator}, {@code partner} or {@code customer}
 * @param partnerId its partner; absent for other roles
 * @param customerId its customer; absent for other roles
 * @param mustChangePassword true until it has changed the password it was given: until then all
 *     calls but {@code GET /me} and {@code PUT /me/password} are refused
 */
record AccountResponse(
        AccountId id,
        String email,
        String name,
        Role role,
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        boolean mustChangePassword) {

    static AccountResponse from(Account account) {
        return new AccountResponse(
                account.id(),
                account.email(),
                account.name(),
                account.role(),
                account.partnerId(),
                account.customerId(),
                account.mustChangePassword());
    }
}
