package io.keyway.partner.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.event.AccountEvent.CredentialIssued;
import io.keyway.contracts.event.AccountEvent.CredentialRevoked;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.Id;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
                        .indexed("state.session")
                        .indexed("state.accountId");
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a sign-in or a refresh hands out. */
    public record Tokens(
            CredentialToken access, CredentialToken refresh, Duration expiresIn, Account account) {}

    /** What a browser's sign-in hands out: one token, never refreshed. */
    public record Session(CredentialToken token, Duration expiresIn, Account account) {}

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
        credentials.insert(issued, new CredentialIssued(issued.told()));
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

    private void revokeAll(Bson filter) {
        credentials.loadAll(filter).forEach(found -> revoke(found.state().id()));
    }

    private void revoke(CredentialId id) {
        for (Optional<Stored<Credential>> found = credentials.load(id);
                found.isPresent();
                found = credentials.load(id)) {
            if (credentials.delete(
                    found.get(), new CredentialRevoked(found.get().state().told()))) {
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
