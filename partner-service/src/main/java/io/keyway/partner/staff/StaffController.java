package io.keyway.partner.staff;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.accounts.ResetPasswords;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The accounts of a partner. */
@RestController
@RequestMapping("/api/v1/partners/{id}/accounts")
class StaffController {

    /**
     * An account to create.
     *
     * @param email e-mail address with which it signs in, at most 320 characters, unique in the
     *     installation
     * @param name the person's name, at most 200 characters
     * @param password first password, 8 to 128 characters; must be changed at the first sign-in
     * @param permissions what the account may do; a subset of the caller's and the partner's
     *     permissions, at most 100
     */
    record CreateStaff(
            @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions) {}

    /**
     * The fields of an account that PATCH may change.
     *
     * @param name the person's name, at most 200 characters
     * @param permissions what the account may do; a subset of the caller's and the partner's
     *     permissions, at most 100
     */
    record EditStaff(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions) {}

    /**
     * An account of a partner.
     *
     * @param id the account
     * @param email e-mail address with which it signs in, lower case
     * @param name the person's name
     * @param permissions what it may do: its own permissions that the partner has too
     * @param status {@code active}, or {@code inactive}: it cannot sign in
     * @param primary true for the account that was created with the partner
     * @param mustChangePassword true until it has changed the password it was given
     * @param createdAt when it was created
     */
    record StaffResponse(
            AccountId id,
            String email,
            String name,
            Set<Permission> permissions,
            String status,
            boolean primary,
            boolean mustChangePassword,
            Instant createdAt) {

        static StaffResponse from(Account account, Partner partner) {
            return new StaffResponse(
                    account.id(),
                    account.email(),
                    account.name(),
                    StaffRules.effectivePermissions(account, partner),
                    account.active() ? "active" : "inactive",
                    account.isPrimary(),
                    account.mustChangePassword(),
                    account.createdAt());
        }
    }

    private final ChangeStaff changeStaff;
    private final Accounts accounts;
    private final Partners partners;

    StaffController(ChangeStaff changeStaff, Accounts accounts, Partners partners) {
        this.changeStaff = changeStaff;
        this.accounts = accounts;
        this.partners = partners;
    }

    /**
     * Create an account for a person of a partner. The partner must be the caller's own or below
     * it; the caller needs {@code manage_accounts} ({@code forbidden}). An e-mail that is in use is
     * {@code invalid_request}; a partner has at most 500 accounts ({@code quota_exceeded}).
     *
     * @param id the partner
     * @return the account
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<StaffResponse> create(
            Caller caller,
            @PathVariable PartnerId id,
            NewId newId,
            @Valid @RequestBody CreateStaff body) {
        Partner partner = partner(caller, id);
        return answer(
                201, changeStaff.create(caller, partner, newId.as(AccountId::with), body), partner);
    }

    /**
     * List the accounts of a partner. All accounts, the primary one included, newest first. Needs
     * {@code manage_accounts} ({@code forbidden}).
     *
     * @param id the partner
     * @return a page of accounts
     */
    @GetMapping
    Page<StaffResponse> list(Caller caller, @PathVariable PartnerId id, PageRequest page) {
        Partner partner = partner(caller, id);
        return accounts.page(caller, id, page)
                .map(stored -> StaffResponse.from(stored.state(), partner));
    }

    /**
     * Get an account of a partner. Needs {@code manage_accounts} ({@code forbidden}). An account of
     * another partner is {@code not_found}.
     *
     * @param id the partner
     * @param accountId the account
     * @return the account
     */
    @GetMapping("/{accountId}")
    ResponseEntity<StaffResponse> get(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        return answer(200, accounts.find(caller, id, accountId), partner);
    }

    /**
     * Change an account of a partner. The body is a JSON merge patch: absent fields stay. Needs
     * {@code manage_accounts}; a caller cannot change its own account or one with more permissions
     * ({@code forbidden}). The permissions of the primary account are the partner's ({@code
     * conflict}).
     *
     * @param id the partner
     * @param accountId the account
     * @return the changed account
     */
    @PatchMapping("/{accountId}")
    ResponseEntity<StaffResponse> edit(
            Caller caller,
            @PathVariable PartnerId id,
            @PathVariable AccountId accountId,
            IfMatch ifMatch,
            @Patches(EditStaff.class) @RequestBody JsonNode patch) {
        Partner partner = partner(caller, id);
        return answer(200, changeStaff.edit(caller, partner, accountId, ifMatch, patch), partner);
    }

    /**
     * Delete an account of a partner. Its sessions and API keys are revoked and its e-mail is free
     * again. Needs {@code manage_accounts}; a caller cannot delete its own account or one with more
     * permissions ({@code forbidden}), nor the primary account ({@code conflict}).
     *
     * @param id the partner
     * @param accountId the account
     */
    @DeleteMapping("/{accountId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        changeStaff.delete(caller, partner(caller, id), accountId);
    }

    /**
     * Activate an account of a partner. It can sign in again; sessions and API keys from before
     * stay revoked. Needs {@code manage_accounts} ({@code forbidden}).
     *
     * @param id the partner
     * @param accountId the account
     * @return the active account
     */
    @PostMapping("/{accountId}/activate")
    ResponseEntity<StaffResponse> activate(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        return answer(200, changeStaff.activate(caller, partner, accountId), partner);
    }

    /**
     * Deactivate an account of a partner. Its sessions and API keys are revoked and it cannot sign
     * in. Needs {@code manage_accounts} ({@code forbidden}); the primary account cannot be
     * deactivated ({@code conflict}).
     *
     * @param id the partner
     * @param accountId the account
     * @return the inactive account
     */
    @PostMapping("/{accountId}/deactivate")
    ResponseEntity<StaffResponse> deactivate(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        return answer(200, changeStaff.deactivate(caller, partner, accountId), partner);
    }

    /**
     * Reset the password of an account. The account must change the password at the next sign-in;
     * its sessions and API keys are revoked. Needs {@code manage_accounts}; a caller cannot reset
     * its own account or one with more permissions ({@code forbidden}).
     *
     * @param id the partner
     * @param accountId the account
     * @return the account
     */
    @PostMapping("/{accountId}/reset-password")
    ResponseEntity<StaffResponse> resetPassword(
            Caller caller,
            @PathVariable PartnerId id,
            @PathVariable AccountId accountId,
            @Valid @RequestBody ResetPasswords.ResetPassword body) {
        Partner partner = partner(caller, id);
        return answer(200, changeStaff.resetPassword(caller, partner, accountId, body), partner);
    }

    private Partner partner(Caller caller, PartnerId id) {
        Partner partner = partners.find(caller, id).state();
        if (!caller.may(Permission.MANAGE_ACCOUNTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return partner;
    }

    private static ResponseEntity<StaffResponse> answer(
            int status, Stored<Account> stored, Partner partner) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(StaffResponse.from(stored.state(), partner));
    }
}
