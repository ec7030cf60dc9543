package io.keyway.partner.signin;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Permission;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.customers.Customers;
import io.keyway.partner.logindomains.LoginDomains;
import io.keyway.partner.logindomains.SupportContact;
import io.keyway.partner.partners.Partners;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out with tokens, and the caller's own account. */
@RestController
@RequestMapping("/api/v1")
class SignInController {

    /**
     * A refresh token to exchange.
     *
     * @param refreshToken the refresh token of the last sign-in or refresh
     */
    record Refresh(@NotBlank @Size(max = 256) String refreshToken) {}

    /**
     * A new password.
     *
     * @param currentPassword the password until now
     * @param newPassword another one, 8 to 128 characters
     */
    record ChangePassword(
            @NotBlank @Size(max = Passwords.LENGTH_MAX) String currentPassword,
            @NotBlank @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX)
                    String newPassword) {}

    /**
     * The tokens of a sign-in.
     *
     * @param accessToken sent as a bearer token with each call
     * @param refreshToken exchanged once for new tokens, within 14 days
     * @param expiresIn seconds until the access token is refused
     * @param account the account that is signed in
     */
    record TokenResponse(
            String accessToken, String refreshToken, long expiresIn, AccountResponse account) {

        static TokenResponse from(OpenSessions.Tokens tokens) {
            return new TokenResponse(
                    tokens.access().text(),
                    tokens.refresh().text(),
                    tokens.expiresIn().toSeconds(),
                    AccountResponse.from(tokens.account()));
        }
    }

    /**
     * The caller.
     *
     * @param account the caller's account
     * @param partner its partner; absent for other roles
     * @param customer its customer; absent for other roles
     * @param permissions what the caller may do
     * @param mustChangePassword true until the account has changed the password it was given
     * @param support contact of the caller's vendor; absent for the operator
     */
    record Me(
            AccountResponse account,
            @Nullable Object partner,
            @Nullable Object customer,
            Set<Permission> permissions,
            boolean mustChangePassword,
            @Nullable SupportContact support) {}

    private final CheckPassword check;
    private final OpenSessions openSessions;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;
    private final Identities identities;
    private final LoginDomains loginDomains;
    private final Partners partners;
    private final Customers customers;

    SignInController(
            CheckPassword check,
            OpenSessions openSessions,
            Accounts accounts,
            Credentials credentials,
            Passwords passwords,
            Identities identities,
            LoginDomains loginDomains,
            Partners partners,
            Customers customers) {
        this.check = check;
        this.openSessions = openSessions;
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
        this.identities = identities;
        this.loginDomains = loginDomains;
        this.partners = partners;
        this.customers = customers;
    }

    /**
     * Sign in. The access token lasts 30 minutes, the refresh token 14 days. A wrong user name or
     * password is {@code invalid_credentials}; after several of them {@code too_many_requests} says
     * when to try again; an account without access is {@code forbidden}.
     *
     * @return the tokens and the account
     */
    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse signIn(Caller caller, @Valid @RequestBody SignIn body) {
        return TokenResponse.from(openSessions.open(check.signIn(caller.origin(), body)));
    }

    /**
     * Exchange a refresh token for new tokens. Each refresh token can be exchanged once; a second
     * use ends its session, because it means that the token was stolen. A token that is used,
     * expired or revoked is {@code invalid_credentials}.
     *
     * @return new tokens of the same session
     */
    @PostMapping("/tokens/refresh")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse refresh(@Valid @RequestBody Refresh body) {
        return CredentialToken.parse(body.refreshToken())
                .flatMap(openSessions::refresh)
                .filter(tokens -> identities.hasAccess(tokens.account()))
                .map(TokenResponse::from)
                .orElseThrow(() -> new Refused(ProblemCode.INVALID_CREDENTIALS));
    }

    /**
     * Sign out. All tokens of the session are refused on every gateway within a second; other
     * sessions and API keys stay.
     */
    @DeleteMapping("/tokens/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller caller) {
        if (caller.credentialId() != null) {
            credentials.find(caller.credentialId()).ifPresent(credentials::endSession);
        }
    }

    /**
     * Get the caller's account, partner or customer, and permissions. Allowed also before the first
     * password is changed.
     *
     * @return the caller
     */
    @GetMapping("/me")
    Me me(Caller caller) {
        Account account = accountOf(caller);
        return new Me(
                AccountResponse.from(account),
                account.partnerId() == null ? null : partners.describe(account.partnerId()),
                account.customerId() == null ? null : customers.describe(account.customerId()),
                caller.permissions(),
                account.mustChangePassword(),
                loginDomains.support(caller.vendorId()));
    }

    /**
     * Change the caller's password. Ends all sessions of the account, this one too; its API keys
     * stay. A wrong current password is {@code invalid_request} and throttled as at sign-in.
     */
    @PutMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(Caller caller, @Valid @RequestBody ChangePassword body) {
        Account account = accountOf(caller);
        if (!check.isPassword(caller.origin(), account, body.currentPassword())) {
            throw Refused.invalid("currentPassword", "is not your password").get();
        }
        if (body.newPassword().equals(body.currentPassword())) {
            throw Refused.invalid("newPassword", "must be another one").get();
        }
        accounts.changePassword(account.id(), passwords.hash(body.newPassword()));
        credentials.endSessions(account.id());
    }

    private Account accountOf(Caller caller) {
        return Optional.ofNullable(caller.actor())
                .flatMap(accounts::byId)
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }
}
