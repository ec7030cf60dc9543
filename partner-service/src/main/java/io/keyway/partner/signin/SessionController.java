package io.keyway.partner.signin;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sessions of browsers. The token is passed to the gateway in a header, which sets it as a cookie;
 * it is never in a body, so that no script can read it.
 */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

    /**
     * A browser's session.
     *
     * @param account the account that is signed in
     * @param expiresIn seconds until the session ends; absent for a credential that does not expire
     */
    record SessionResponse(AccountResponse account, @Nullable Long expiresIn) {}

    private final CheckPassword check;
    private final OpenSessions openSessions;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Clock clock;

    SessionController(
            CheckPassword check,
            OpenSessions openSessions,
            Accounts accounts,
            Credentials credentials,
            Clock clock) {
        this.check = check;
        this.openSessions = openSessions;
        this.accounts = accounts;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Sign in a browser. The session is kept in a cookie that scripts cannot read; it lasts 12
     * hours and is not refreshed. A wrong user name or password is {@code invalid_credentials};
     * after several of them {@code too_many_requests} says when to try again; an account without
     * access is {@code forbidden}.
     *
     * @return the session
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SessionResponse> signIn(Caller caller, @Valid @RequestBody SignIn body) {
        OpenSessions.BrowserSession session =
                openSessions.openForBrowser(check.signIn(caller.origin(), body));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(CredentialToken.SESSION_HEADER, session.token().text())
                .body(
                        new SessionResponse(
                                AccountResponse.from(session.account()),
                                session.expiresIn().toSeconds()));
    }

    /**
     * Get the current session.
     *
     * @return the signed-in account and when its session ends
     */
    @GetMapping
    SessionResponse get(Caller caller) {
        Credential credential = credentialOf(caller);
        Account account =
                accounts.byId(credential.accountId())
                        .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
        return new SessionResponse(
                AccountResponse.from(account),
                credential.expiresAt() == null
                        ? null
                        : Math.max(
                                0,
                                Duration.between(clock.instant(), credential.expiresAt())
                                        .toSeconds()));
    }

    /**
     * Sign out a browser. All tokens of the session are refused on every gateway within a second.
     */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller caller) {
        credentials.endSession(credentialOf(caller));
    }

    private Credential credentialOf(Caller caller) {
        return Optional.ofNullable(caller.credentialId())
                .flatMap(credentials::find)
                .filter(credential -> credential.accountId().equals(caller.actor()))
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }
}
