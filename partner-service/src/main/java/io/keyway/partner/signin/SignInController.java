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
import io.keyway.partner.logindomains.Support;
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

/** Signing in, staying signed in, signing out; who I am. */
@RestController
@RequestMapping("/api/v1")
class SignInController {

    record Refresh(@NotBlank @Size(max = 256) String refreshToken) {}

    record ChangePassword(
            @NotBlank @Size(max = 128) String currentPassword,
            @NotBlank @Size(min = 8, max = 128) String newPassword) {}

    /**
     * @param expiresIn seconds until the access token is refused
     */
    record TokenResponse(
            String accessToken, String refreshToken, long expiresIn, AccountResponse account) {

        static TokenResponse from(Credentials.Tokens tokens) {
            return new TokenResponse(
                    tokens.access().text(),
                    tokens.refresh().text(),
                    tokens.expiresIn().toSeconds(),
                    AccountResponse.from(tokens.account()));
        }
    }

    /**
     * @param partner of a partner's account
     * @param customer of a customer's
     * @param support whom to ask: the contact of the caller's vendor; the operator has none
     */
    record Me(
            AccountResponse account,
            @Nullable Object partner,
            @Nullable Object customer,
            Set<Permission> permissions,
            boolean mustChangePassword,
            @Nullable Support support) {}

    private final CheckPassword check;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;
    private final Identities identities;
    private final LoginDomains loginDomains;
    private final Partners partners;
    private final Customers customers;

    SignInController(
            CheckPassword check,
            Accounts accounts,
            Credentials credentials,
            Passwords passwords,
            Identities identities,
            LoginDomains loginDomains,
            Partners partners,
            Customers customers) {
        this.check = check;
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
        this.identities = identities;
        this.loginDomains = loginDomains;
        this.partners = partners;
        this.customers = customers;
    }

    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse signIn(Caller caller, @Valid @RequestBody SignIn body) {
        return TokenResponse.from(credentials.open(check.signIn(caller.origin(), body)));
    }

    @PostMapping("/tokens/refresh")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse refresh(@Valid @RequestBody Refresh body) {
        return CredentialToken.parse(body.refreshToken())
                .flatMap(credentials::refresh)
                .filter(tokens -> identities.mayEnter(tokens.account()))
                .map(TokenResponse::from)
                .orElseThrow(() -> new Refused(ProblemCode.INVALID_CREDENTIALS));
    }

    @DeleteMapping("/tokens/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller caller) {
        if (caller.credentialId() != null) {
            credentials.find(caller.credentialId()).ifPresent(credentials::close);
        }
    }

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
