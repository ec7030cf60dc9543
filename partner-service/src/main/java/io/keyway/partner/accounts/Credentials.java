package io.keyway.partner.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.or;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.AccountEvent.CredentialIssued;
import io.keyway.contracts.event.AccountEvent.CredentialRevoked;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.Id;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What accounts show to be let in: tokens, sessions and API keys. */
@Component
public final class Credentials {

    private final Aggregates<Credential> credentials;
    private final Accounts accounts;
    private final PartnerProperties settings;
    private final Clock clock;

    Credentials(Store store, Accounts accounts, PartnerProperties settings, Clock clock) {
        this.credentials =
                store.aggregates("credentials", Credential.class)
                        .audited(Audited.TOLD)
                        .indexed("state.session")
                        .indexed("state.accountId", "state.kind", "_id")
                        // API keys stay until they are deleted, expired or not.
                        .expiring("state.expiresAt", "state.session");
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a sign-in or a refresh hands out. */
    public record Tokens(
            CredentialToken access, CredentialToken refresh, Duration expiresIn, Account account) {}

    /** What a browser's sign-in hands out: one token, never refreshed. */
    public record Session(CredentialToken token, Duration expiresIn, Account account) {}

    /** A new API key; its text is shown this once and kept nowhere. */
    public record NewKey(CredentialToken token, Credential key) {}

    public Optional<Credential> find(CredentialId id) {
        return credentials.load(id).map(Stored::state);
    }

    /**
     * @param account as it was when it proved who it is
     */
    public Tokens open(Account account) {
        return open(account, Id.unique());
    }

    private Tokens open(Account account, String session) {
        Instant now = clock.instant();
        CredentialToken access = CredentialToken.generate(Kind.AT, CredentialId.next());
        CredentialToken refresh = CredentialToken.generate(Kind.RT, CredentialId.next());
        credentials.insert(
                credential(refresh, account, session, now, settings.refreshTokenLifetime()));
        issue(credential(access, account, session, now, settings.accessTokenLifetime()), account);
        return new Tokens(access, refresh, settings.accessTokenLifetime(), account);
    }

    /**
     * @param account as it was when it proved who it is
     */
    public Session openSession(Account account) {
        CredentialToken token = CredentialToken.generate(Kind.AT, CredentialId.next());
        Duration lifetime = settings.sessionLifetime();
        issue(credential(token, account, Id.unique(), clock.instant(), lifetime), account);
        return new Session(token, lifetime, account);
    }

    /**
     * Whoever ends an account's sessions does so first in the account and then here; so that one
     * opened meanwhile does not outlive that, the account is looked at again when it is there.
     */
    private void issue(Credential issued, Account proved) {
        credentials.insert(issued, new CredentialIssued(issued.toState()));
        boolean still =
                accounts.byId(proved.id())
                        .filter(Account::active)
                        .filter(now -> now.sessionsValidFrom().equals(proved.sessionsValidFrom()))
                        .isPresent();
        if (!still) {
            close(issued);
            throw new Refused(ProblemCode.INVALID_CREDENTIALS);
        }
    }

    /**
     * A new API key of the account.
     *
     * @param shown the credential with which it is asked for
     */
    public NewKey issueKey(
            Account account,
            Credential shown,
            String name,
            Set<Permission> permissions,
            @Nullable Instant expiresAt) {
        requireRoom(account.id(), settings.apiKeysMax() - 1);
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
        credentials.insert(key, new CredentialIssued(key.toState()));
        try {
            requireRoom(account.id(), settings.apiKeysMax());
            if (find(shown.id()).isEmpty() || accounts.byId(account.id()).isEmpty()) {
                // Everything of the account was taken while the key was made.
                throw new Refused(ProblemCode.UNAUTHENTICATED);
            }
        } catch (Refused refused) {
            revoke(key.id());
            throw refused;
        }
        return new NewKey(token, key);
    }

    private void requireRoom(AccountId id, int keysMax) {
        if (credentials.loadAll(keysOf(id)).size() > keysMax) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "An account has at most " + settings.apiKeysMax() + " API keys.");
        }
    }

    /** The account's own API keys. */
    public Page<Credential> keys(Caller caller, AccountId id, PageRequest page) {
        return credentials.page(caller, keysOf(id), page).map(Stored::state);
    }

    /**
     * @return false if the account has no such key
     */
    public boolean revokeKey(AccountId id, CredentialId key) {
        boolean own =
                find(key)
                        .filter(found -> found.kind() == Kind.KEY && found.accountId().equals(id))
                        .isPresent();
        if (own) {
            revoke(key);
        }
        return own;
    }

    /**
     * Notes when an API key was used, to the minute; what is older than what is known says nothing.
     */
    public void used(CredentialId id, Instant at) {
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        credentials.change(
                id,
                stored -> {
                    Credential key = stored.state();
                    boolean newer = key.lastUsedAt() == null || key.lastUsedAt().isBefore(minute);
                    return key.kind() == Kind.KEY && newer
                            ? Decision.change(key.lastUsed(minute))
                            : Decision.keep();
                });
    }

    private static Bson keysOf(AccountId id) {
        return and(eq("state.accountId", id.value()), eq("state.kind", Kind.KEY.name()));
    }

    /**
     * Exchanges a refresh token, once. One that was exchanged already is stolen or was: its session
     * ends.
     */
    public Optional<Tokens> refresh(CredentialToken token) {
        Optional<Credential> shown =
                find(token.id())
                        .filter(
                                known ->
                                        known.kind() == Kind.RT
                                                && token.matches(known.secretHash()));
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Credential refresh = shown.get();
        Instant now = clock.instant();
        Optional<Account> account =
                accounts.byId(refresh.accountId())
                        .filter(
                                owner ->
                                        owner.active()
                                                && !refresh.issuedAt()
                                                        .isBefore(owner.sessionsValidFrom()))
                        .filter(
                                owner ->
                                        refresh.expiresAt() != null
                                                && now.isBefore(refresh.expiresAt()));
        if (account.isEmpty() || refresh.session() == null || !markUsed(refresh, now)) {
            close(refresh);
            return Optional.empty();
        }
        return Optional.of(open(account.get(), refresh.session()));
    }

    private boolean markUsed(Credential refresh, Instant now) {
        boolean[] first = new boolean[1];
        credentials.change(
                refresh.id(),
                stored -> {
                    first[0] = stored.state().usedAt() == null;
                    return first[0] ? Decision.change(stored.state().used(now)) : Decision.keep();
                });
        return first[0];
    }

    /** Ends the session that the credential belongs to: all its tokens, at once. */
    public void close(Credential credential) {
        if (credential.session() != null) {
            revokeAll(eq("state.session", credential.session()));
        }
    }

    /** Ends every session of the account; its API keys stay. */
    public void endSessions(AccountId id) {
        revokeAll(and(eq("state.accountId", id.value()), exists("state.session")));
    }

    /** Takes the account's sessions and its API keys. */
    public void endAll(AccountId id) {
        revokeAll(eq("state.accountId", id.value()));
    }

    /** What has expired lets nobody in any more, and may be much. */
    private void revokeAll(Bson which) {
        Bson alive =
                or(
                        gt("state.expiresAt", Date.from(clock.instant())),
                        exists("state.expiresAt", false));
        Bson filter = and(which, alive);
        credentials.loadAll(filter).forEach(found -> revoke(found.state().id()));
    }

    private void revoke(CredentialId id) {
        for (Optional<Stored<Credential>> found = credentials.load(id);
                found.isPresent();
                found = credentials.load(id)) {
            if (credentials.delete(
                    found.get(), new CredentialRevoked(found.get().state().toState()))) {
                return;
            }
        }
    }

    private static Credential credential(
            CredentialToken token,
            Account account,
            @Nullable String session,
            Instant now,
            Duration lifetime) {
        return new Credential(
                token.id(),
                account.scope(),
                token.kind(),
                account.id(),
                token.hash(),
                session,
                null,
                now,
                now.plus(lifetime),
                null,
                account.customerId(),
                null,
                null);
    }
}
