package io.keyway.partner.apikeys;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.apikeys.ApiKeysController.CreateApiKey;
import java.time.Clock;
import java.util.Optional;
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
     * Issues an API key of the caller's account. Limit and account are checked again after the key
     * is stored, so that concurrent requests cannot exceed the limit and no key outlives its
     * account.
     *
     * @throws Refused {@code forbidden} if the caller is an API key itself; {@code invalid_request}
     *     for permissions that the caller lacks or an end in the past; {@code quota_exceeded} if
     *     the account has {@code api-keys-max} keys
     */
    NewKey issue(Caller caller, CreateApiKey body) {
        Credential shown = shownBy(caller);
        if (shown.kind() == Kind.KEY) {
            throw new Refused(ProblemCode.FORBIDDEN, "An API key makes no API keys.");
        }
        if (!caller.permissions().containsAll(body.permissions())) {
            throw Refused.invalid("permissions", "must be among your own").get();
        }
        if (body.expiresAt() != null && !body.expiresAt().isAfter(clock.instant())) {
            throw Refused.invalid("expiresAt", "must be in the future").get();
        }
        Account account =
                accounts.byId(shown.accountId())
                        .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
        requireKeysAtMost(settings.apiKeysMax() - 1, account.id());
        NewKey made = newKey(account, body);
        credentials.issue(made.key());
        try {
            requireKeysAtMost(settings.apiKeysMax(), account.id());
            if (credentials.find(shown.id()).isEmpty() || accounts.byId(account.id()).isEmpty()) {
                // All credentials of the account were revoked while the key was made.
                throw new Refused(ProblemCode.UNAUTHENTICATED);
            }
        } catch (Refused refused) {
            credentials.revoke(made.key().id());
            throw refused;
        }
        return made;
    }

    /** The credential that authenticated the request. */
    private Credential shownBy(Caller caller) {
        return Optional.ofNullable(caller.credentialId())
                .flatMap(credentials::find)
                .filter(known -> known.accountId().equals(caller.actor()))
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }

    private NewKey newKey(Account account, CreateApiKey body) {
        CredentialToken token = CredentialToken.generate(Kind.KEY, CredentialId.next());
        Credential key =
                new Credential(
                        token.id(),
                        account.scope(),
                        Kind.KEY,
                        account.id(),
                        token.hash(),
                        null,
                        body.permissions(),
                        clock.instant(),
                        body.expiresAt(),
                        null,
                        account.customerId(),
                        body.name().strip(),
                        null);
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
