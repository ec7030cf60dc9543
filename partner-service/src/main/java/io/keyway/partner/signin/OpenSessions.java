package io.keyway.partner.signin;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.Id;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens sessions for accounts that have proved their password, and refreshes them. */
@Component
class OpenSessions {

    /** The tokens of a sign-in or refresh. */
    record Tokens(
            CredentialToken access, CredentialToken refresh, Duration expiresIn, Account account) {}

    /** The one token of a browser's session; it cannot be refreshed. */
    record BrowserSession(CredentialToken token, Duration expiresIn, Account account) {}

    private final Credentials credentials;
    private final Accounts accounts;
    private final PartnerProperties settings;
    private final Clock clock;

    OpenSessions(
            Credentials credentials, Accounts accounts, PartnerProperties settings, Clock clock) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param account as it was when its password was checked
     */
    Tokens open(Account account) {
        return open(account, Id.unique());
    }

    private Tokens open(Account account, String session) {
        Instant now = clock.instant();
        CredentialToken access = CredentialToken.generate(Kind.AT, CredentialId.next());
        CredentialToken refresh = CredentialToken.generate(Kind.RT, CredentialId.next());
        credentials.storeRefreshToken(
                credential(refresh, account, session, now, settings.refreshTokenLifetime()));
        issue(credential(access, account, session, now, settings.accessTokenLifetime()), account);
        return new Tokens(access, refresh, settings.accessTokenLifetime(), account);
    }

    /**
     * @param account as it was when its password was checked
     */
    BrowserSession openForBrowser(Account account) {
        CredentialToken token = CredentialToken.generate(Kind.AT, CredentialId.next());
        Duration lifetime = settings.sessionLifetime();
        issue(credential(token, account, Id.unique(), clock.instant(), lifetime), account);
        return new BrowserSession(token, lifetime, account);
    }

    /**
     * Issues the token, then reads the account again. Ending an account's sessions changes the
     * account first and then revokes its tokens; a token issued in between is found here.
     *
     * @throws Refused {@code invalid_credentials} if the account's sessions were ended meanwhile
     */
    private void issue(Credential token, Account checked) {
        credentials.issue(token);
        boolean unchanged =
                accounts.byId(checked.id())
                        .filter(Account::active)
                        .filter(now -> now.sessionsValidFrom().equals(checked.sessionsValidFrom()))
                        .isPresent();
        if (!unchanged) {
            credentials.endSession(token);
            throw new Refused(ProblemCode.INVALID_CREDENTIALS);
        }
    }

    /**
     * Exchanges a refresh token for new tokens of the same session. Each refresh token is exchanged
     * once: a second use means that it was stolen, and ends the session.
     *
     * @return empty if the token is unknown, used, expired, or its account's sessions were ended
     */
    Optional<Tokens> refresh(CredentialToken token) {
        Optional<Credential> shown =
                credentials
                        .find(token.id())
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
                        .filter(owner -> owner.active() && isValid(refresh, owner, now));
        if (account.isEmpty()
                || refresh.session() == null
                || !credentials.markExchanged(refresh.id(), now)) {
            credentials.endSession(refresh);
            return Optional.empty();
        }
        return Optional.of(open(account.get(), refresh.session()));
    }

    private static boolean isValid(Credential refresh, Account owner, Instant now) {
        return !refresh.issuedAt().isBefore(owner.sessionsValidFrom())
                && refresh.expiresAt() != null
                && now.isBefore(refresh.expiresAt());
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
                null,
                account.customerId(),
                null,
                null);
    }
}
