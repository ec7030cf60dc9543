package io.keyway.partner.signin;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.customers.Customers;
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

    record SignIn(
            @NotBlank @Size(max = 320) String username,
            @NotBlank @Size(max = 128) String password) {}

    record Refresh(@NotBlank @Size(max = 256) String refreshToken) {}

    record ChangePassword(
            @NotBlank @Size(max = 128) String currentPassword,
            @NotBlank @Size(min = 8, max = 128) String newPassword) {}

    /**
     * @param expiresIn seconds until the access token is refused
     */
    record TokenResponse(
            String accessToken, String refreshToken, long expiresIn, AccountResponse account) {

        static TokenResponse from(Accounts.Tokens tokens) {
            return new TokenResponse(
                    tokens.access().text(),
                    tokens.refresh().text(),
                    tokens.expiresIn().toSeconds(),
                    AccountResponse.from(tokens.account()));
        }
    }

    record AccountResponse(
            AccountId id,
            String email,
            String name,
            Role role,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            boolean mustChangePassword) {

        static AccountResponse from(Account account) {
            return new AccountResponse(
                    account.id(),
                    account.email(),
                    account.name(),
                    account.role(),
                    account.partnerId(),
                    account.customerId(),
                    account.mustChangePassword());
        }
    }

    /**
     * @param partner of a partner's account; @param customer of a customer's
     */
    record Me(
            AccountResponse account,
            @Nullable Object partner,
            @Nullable Object customer,
            Set<Permission> permissions,
            boolean mustChangePassword) {}

    private final Accounts accounts;
    private final Passwords passwords;
    private final Identities identities;
    private final Partners partners;
    private final Customers customers;

    SignInController(
            Accounts accounts,
            Passwords passwords,
            Identities identities,
            Partners partners,
            Customers customers) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.identities = identities;
        this.partners = partners;
        this.customers = customers;
    }

    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse signIn(@Valid @RequestBody SignIn body) {
        Optional<Account> account = accounts.byEmail(body.username());
        if (account.isEmpty()) {
            passwords.matchNobody(body.password());
            throw new Refused(ProblemCode.INVALID_CREDENTIALS);
        }
        if (!passwords.matches(body.password(), account.get().passwordHash())) {
            throw new Refused(ProblemCode.INVALID_CREDENTIALS);
        }
        if (!identities.mayEnter(account.get())) {
            throw new Refused(ProblemCode.FORBIDDEN, "Access is switched off.");
        }
        return TokenResponse.from(accounts.open(account.get(), null));
    }

    @PostMapping("/tokens/refresh")
    @ResponseStatus(HttpStatus.CREATED)
    TokenResponse refresh(@Valid @RequestBody Refresh body) {
        return CredentialToken.parse(body.refreshToken())
                .flatMap(accounts::refresh)
                .filter(tokens -> identities.mayEnter(tokens.account()))
                .map(TokenResponse::from)
                .orElseThrow(() -> new Refused(ProblemCode.INVALID_CREDENTIALS));
    }

    @DeleteMapping("/tokens/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(Caller caller) {
        if (caller.credentialId() != null) {
            accounts.credential(caller.credentialId()).ifPresent(accounts::close);
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
                account.mustChangePassword());
    }

    @PutMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(Caller caller, @Valid @RequestBody ChangePassword body) {
        Account account = accountOf(caller);
        if (!passwords.matches(body.currentPassword(), account.passwordHash())) {
            throw Refused.invalid("currentPassword", "is not your password").get();
        }
        if (body.newPassword().equals(body.currentPassword())) {
            throw Refused.invalid("newPassword", "must be another one").get();
        }
        accounts.changePassword(account.id(), passwords.hash(body.newPassword()));
    }

    private Account accountOf(Caller caller) {
        return Optional.ofNullable(caller.actor())
                .flatMap(accounts::byId)
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }
}
