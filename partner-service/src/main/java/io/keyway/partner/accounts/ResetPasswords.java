package io.keyway.partner.accounts;

import io.keyway.contracts.id.AccountId;
import io.keyway.kit.store.Stored;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.stereotype.Component;

/**
 * Gives an account a password that it must change. Whatever was opened with the old one lets in no
 * more, API keys included: who could not sign in may not have made them.
 */
@Component
public final class ResetPasswords {

    public record ResetPassword(@NotNull @Size(min = 8, max = 128) String password) {}

    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;

    ResetPasswords(Accounts accounts, Credentials credentials, Passwords passwords) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
    }

    public Stored<Account> reset(AccountId id, ResetPassword request) {
        String hash = passwords.hash(request.password());
        credentials.endAll(id);
        Stored<Account> reset = accounts.resetPassword(id, hash);
        credentials.endAll(id); // What was made in between.
        return reset;
    }
}
