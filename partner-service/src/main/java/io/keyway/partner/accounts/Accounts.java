package io.keyway.partner.accounts;

import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountCreated;
import io.keyway.contracts.event.AccountEvent.AccountDeleted;
import io.keyway.contracts.event.AccountEvent.CredentialIssued;
import io.keyway.contracts.event.AccountEvent.CredentialRevoked;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.Id;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Accounts and the credentials that they hold. */
@Component
public final class Accounts {

    private final Aggregates<Account> accounts;
    private final Aggregates<Credential> credentials;
    private final PartnerProperties settings;
    private final Clock clock;

    Accounts(Store store, PartnerProperties settings, Clock clock) {
        this.accounts = store.aggregates("accounts", Account.class).unique("state.email");
        this.credentials =
                store.aggregates("credentials", Credential.class).indexed("state.session");
        this.settings = settings;
        this.clock = clock;
    }

    /** What a sign-in or a refresh hands out. */
    public record Tokens(
            CredentialToken access, CredentialToken refresh, Duration expiresIn, Account account) {}

    public Optional<Account> byEmail(String email) {
        return accounts.loadBy("state.email", Account.login(email)).map(Stored::state);
    }

    public Optional<Account> byId(AccountId id) {
        return accounts.load(id).map(Stored::state);
    }

    /**
     * A new account; its own id makes it the same one when the request is repeated.
     *
     * @return whether the e-mail is this account's now
     */
    public boolean create(Account account) {
        return accounts.insert(account, new AccountCreated(account.told())).isPresent();
    }

    /** Takes back an account whose partner or customer could not be made. */
    public void discard(AccountId id) {
        accounts.load(id)
                .ifPresent(
                        account ->
                                accounts.delete(
                                        account, new AccountDeleted(account.state().told())));
    }

    public void changePassword(AccountId id, String hash) {
        Instant now = clock.instant();
        accounts.change(
                id,
                account -> {
                    Account next = account.state().withPassword(hash, now);
                    return Decision.change(next, new AccountChanged(next.told()));
                });
    }

    public Tokens open(Account account, @Nullable String session) {
        Instant now = clock.instant();
        String of = session == null ? Id.unique() : session;
        CredentialToken access = CredentialToken.generate(Kind.AT, CredentialId.next());
        CredentialToken refresh = CredentialToken.generate(Kind.RT, CredentialId.next());
        credentials.insert(credential(refresh, account, of, now, settings.refreshTokenLifetime()));
        Credential opened = credential(access, account, of, now, settings.accessTokenLifetime());
        credentials.insert(opened, new CredentialIssued(opened.told()));
        return new Tokens(access, refresh, settings.accessTokenLifetime(), account);
    }

    /**
     * Exchanges a refresh token, once. One that was exchanged already is stolen or was: its session
     * ends.
     */
    public Optional<Tokens> refresh(CredentialToken token) {
        Optional<Credential> shown =
                credential(token.id())
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
                byId(refresh.accountId())
                        .filter(
                                owner ->
                                        owner.active()
                                                && !refresh.issuedAt()
                                                        .isBefore(owner.sessionsValidFrom()))
                        .filter(
                                owner ->
                                        refresh.expiresAt() != null
                                                && now.isBefore(refresh.expiresAt()));
        if (account.isEmpty() || !markUsed(refresh, now)) {
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

    public Optional<Credential> credential(CredentialId id) {
        return credentials.load(id).map(Stored::state);
    }

    /** Ends the session that the credential belongs to: all its tokens, at once. */
    public void close(Credential credential) {
        if (credential.session() == null) {
            return;
        }
        for (Stored<Credential> token :
                credentials.loadAll(eq("state.session", credential.session()))) {
            credentials.delete(token, new CredentialRevoked(token.state().told()));
        }
    }

    private static Credential credential(
            CredentialToken token,
            Account account,
            String session,
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
                null);
    }
}
