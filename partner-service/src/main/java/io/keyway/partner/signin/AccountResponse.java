package io.keyway.partner.signin;

import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.accounts.Account;
import org.jspecify.annotations.Nullable;

/** An account as it is shown to whoever signed in with it. */
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
