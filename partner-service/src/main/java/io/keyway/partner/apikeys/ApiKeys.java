package io.keyway.partner.apikeys;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Issues and revokes the API keys of accounts. */
@Component
class ApiKeys {

    /** A new API key; its text is shown once and not stored. */
    record NewKey(CredentialToken token, Credential key) {}

    private final Credentials credentials;
    private final Accounts accounts;
    private final PartnerProperties settings;
    private final Clock clock;

    ApiKeys(Credentials credentials, Accounts accounts, PartnerProperties settings, Clock clock) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Issues an API key of the account. Limit and account are checked again after the key is stored,
     * so that concurrent requests cannot exceed the limit and no key outlives its account.
     *
     * @param shown the credential that authenticated the request
     * @throws Refused {@code quota_exceeded} if the account has {@code api-keys-max} keys
     */
    NewKey issue(
            Account account,
            Credential shown,
            String name,
            Set<Permission> permissions,
            @Nullable Instant expiresAt) {
        requireKeysAtMost(settings.apiKeysMax() - 1, account.id());
        CredentialToken token = CredentialToken.generate(Kind.KEY, CredentialId.next());
        Credential key =
                new Credential(
                        token.id(),
                        account.scope(),
                        Kind.KEY,
                        account.id(),
                        token.hash(),
                        null,
                        permissions,
                        clock.instant(),
                        expiresAt,
                        null,
                        account.customerId(),
                        name,
                        null);
        credentials.issue(key);
        try {
            requireKeysAtMost(settings.apiKeysMax(), account.id());
            if (credentials.find(shown.id()).isEmpty() || accounts.byId(account.id()).isEmpty()) {
                // All credentials of the account were revoked while the key was made.
                throw new Refused(ProblemCode.UNAUTHENTICATED);
            }
        } catch (Refused refused) {
            credentials.revoke(key.id());
            throw refused;
        }
        return new NewKey(token, key);
    }

    private void requireKeysAtMost(int max, AccountId id) {
        if (credentials.countKeys(id) > max) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "An account has at most " + settings.apiKeysMax() + " API keys.");
        }
    }

    /**
     * @return false if the account has no such key
     */
    boolean revoke(AccountId id, CredentialId key) {
        boolean own =
                credentials
                        .find(key)
                        .filter(found -> found.kind() == Kind.KEY && found.accountId().equals(id))
                        .isPresent();
        if (own) {
            credentials.revoke(key);
        }
        return own;
    }
}
