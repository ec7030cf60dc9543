package io.keyway.partner.accounts;

import io.keyway.contracts.id.AccountId;
import io.keyway.kit.store.Stored;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.stereotype.Component;

/**
 * Gives an account a new password that must be changed at the next sign-in. All sessions and API
 * keys of the account are revoked, because a person who lost the password may not be the one who
 * made the keys.
 */
@Component
public final class ResetPasswords {

    /**
     * A password to set.
     *
     * @param password 8 to 128 characters; must be changed at the next sign-in
     */
    public record ResetPassword(
            @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX)
                    String password) {}

    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;

    ResetPasswords(Accounts accounts, Credentials credentials, Passwords passwords) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
    }

    /**
     * Sets the password and revokes everything before and after, so that nothing made in between
     * stays.
     */
    public Stored<Account> reset(AccountId id, ResetPassword request) {
        String hash = passwords.hash(request.password());
        credentials.revokeAll(id);
        Stored<Account> reset = accounts.resetPassword(id, hash);
        credentials.revokeAll(id);
        return reset;
    }
}
