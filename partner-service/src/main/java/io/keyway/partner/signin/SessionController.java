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
 * A browser's session. Its token goes to the gateway in a header, which makes a cookie of it; no
 * body ever shows it, so that no script can.
 */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

    /**
     * @param expiresIn seconds until it ends; absent for a credential that does not expire
     */
    record SessionResponse(AccountResponse account, @Nullable Long expiresIn) {}

    private final CheckPassword check;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Clock clock;

    SessionController(
            CheckPassword check, Accounts accounts, Credentials credentials, Clock clock) {
        this.check = check;
        this.accounts = accounts;
        this.credentials = credentials;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SessionResponse> signIn(Caller caller, @Valid @RequestBody SignIn body) {
        Credentials.Session session = credentials.openSession(check.signIn(caller.origin(), body));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(CredentialToken.SESSION_HEADER, session.token().text())
                .body(
                        new SessionResponse(
                                AccountResponse.from(session.account()),
                                session.expiresIn().toSeconds()));
    }

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

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller caller) {
        credentials.close(credentialOf(caller));
    }

    private Credential credentialOf(Caller caller) {
        return Optional.ofNullable(caller.credentialId())
                .flatMap(credentials::find)
                .filter(credential -> credential.accountId().equals(caller.actor()))
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }
}
