package io.keyway.partner.staff;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.accounts.ResetPasswords;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
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

/**
 * The accounts of a partner. What ends an account's access ends its sessions and keys before and
 * after: before, so that a death in between leaves none; after, for those made meanwhile.
 */
@RestController
@RequestMapping("/api/v1/partners/{id}/accounts")
class StaffController {

    /**
     * @param password the first one; it is changed at the first sign-in
     * @param permissions among the caller's and the partner's
     */
    record CreateStaff(
            @NotNull @Email @Size(max = 320) String email,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Size(min = 8, max = 128) String password,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions) {}

    /** What PATCH may touch. */
    record EditStaff(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions) {}

    /**
     * @param permissions what it may within its partner
     * @param status {@code active} or {@code inactive}
     * @param primary made with the partner
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
                    within(account, partner),
                    account.active() ? "active" : "inactive",
                    account.isPrimary(),
                    account.mustChangePassword(),
                    account.createdAt());
        }
    }

    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;
    private final ResetPasswords resetPasswords;
    private final Partners partners;
    private final MergePatch mergePatch;
    private final PartnerProperties settings;
    private final Clock clock;

    StaffController(
            Accounts accounts,
            Credentials credentials,
            Passwords passwords,
            ResetPasswords resetPasswords,
            Partners partners,
            MergePatch mergePatch,
            PartnerProperties settings,
            Clock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
        this.resetPasswords = resetPasswords;
        this.partners = partners;
        this.mergePatch = mergePatch;
        this.settings = settings;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<StaffResponse> create(
            Caller caller,
            @PathVariable PartnerId id,
            NewId newId,
            @Valid @RequestBody CreateStaff body) {
        Partner partner = partner(caller, id);
        requireAmong(caller, partner, body.permissions());
        if (accounts.count(caller, id) >= settings.accountsMax()) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "A partner has at most " + settings.accountsMax() + " accounts.");
        }
        Instant now = clock.instant();
        Account account =
                new Account(
                        newId.as(AccountId::with),
                        partner.scope(),
                        Role.PARTNER,
                        partner.id(),
                        null,
                        Account.login(body.email()),
                        body.name().strip(),
                        passwords.hash(body.password()),
                        body.permissions(),
                        true,
                        true,
                        now,
                        now);
        accounts.create(account);
        if (partners.load(id).isEmpty()) { // Deleted meanwhile: it may not have seen this one.
            accounts.discard(account.id());
            throw Refused.notFound();
        }
        return answer(201, accounts.find(caller, id, account.id()), partner);
    }

    @GetMapping
    Page<StaffResponse> list(Caller caller, @PathVariable PartnerId id, PageRequest page) {
        Partner partner = partner(caller, id);
        return accounts.page(caller, id, page)
                .map(stored -> StaffResponse.from(stored.state(), partner));
    }

    @GetMapping("/{accountId}")
    ResponseEntity<StaffResponse> get(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        return answer(200, accounts.find(caller, id, accountId), partner);
    }

    @PatchMapping("/{accountId}")
    ResponseEntity<StaffResponse> edit(
            Caller caller,
            @PathVariable PartnerId id,
            @PathVariable AccountId accountId,
            IfMatch ifMatch,
            @Patches(EditStaff.class) @RequestBody JsonNode patch) {
        Partner partner = partner(caller, id);
        below(caller, partner, accountId);
        return answer(
                200,
                accounts.edit(
                        accountId,
                        stored -> {
                            ifMatch.require(stored);
                            Account account = stored.state();
                            requireOver(caller, partner, account);
                            Set<Permission> before = within(account, partner);
                            EditStaff edit =
                                    mergePatch.apply(new EditStaff(account.name(), before), patch);
                            if (edit.permissions().equals(before)) {
                                return account.edited(edit.name().strip(), account.permissions());
                            }
                            requireStaff(account);
                            requireAmong(caller, partner, edit.permissions());
                            return account.edited(edit.name().strip(), edit.permissions());
                        }),
                partner);
    }

    @DeleteMapping("/{accountId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        Account account = below(caller, partner, accountId);
        requireStaff(account);
        credentials.endAll(accountId);
        accounts.discard(accountId);
        credentials.endAll(accountId);
    }

    @PostMapping("/{accountId}/activate")
    ResponseEntity<StaffResponse> activate(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        Account account = below(caller, partner, accountId);
        if (!account.active()) {
            credentials.endAll(accountId);
        }
        return answer(200, accounts.setActive(accountId, true), partner);
    }

    @PostMapping("/{accountId}/deactivate")
    ResponseEntity<StaffResponse> deactivate(
            Caller caller, @PathVariable PartnerId id, @PathVariable AccountId accountId) {
        Partner partner = partner(caller, id);
        Account account = below(caller, partner, accountId);
        requireStaff(account);
        credentials.endAll(accountId);
        Stored<Account> inactive = accounts.setActive(accountId, false);
        credentials.endAll(accountId);
        return answer(200, inactive, partner);
    }

    @PostMapping("/{accountId}/reset-password")
    ResponseEntity<StaffResponse> resetPassword(
            Caller caller,
            @PathVariable PartnerId id,
            @PathVariable AccountId accountId,
            @Valid @RequestBody ResetPasswords.ResetPassword body) {
        Partner partner = partner(caller, id);
        below(caller, partner, accountId);
        return answer(200, resetPasswords.reset(accountId, body), partner);
    }

    private Partner partner(Caller caller, PartnerId id) {
        Partner partner = partners.find(caller, id).state();
        if (!caller.may(Permission.MANAGE_ACCOUNTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return partner;
    }

    private Account below(Caller caller, Partner partner, AccountId id) {
        Account account = accounts.find(caller, partner.id(), id).state();
        requireOver(caller, partner, account);
        return account;
    }

    /** Or somebody could reset the password of one who may more, and sign in as that. */
    private static void requireOver(Caller caller, Partner partner, Account account) {
        if (account.id().equals(caller.actor())) {
            throw new Refused(ProblemCode.FORBIDDEN, "This is your own account.");
        }
        if (!caller.permissions().containsAll(within(account, partner))) {
            throw new Refused(ProblemCode.FORBIDDEN, "The account may more than you.");
        }
    }

    private static void requireStaff(Account account) {
        if (account.isPrimary()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "It is the partner's primary account: it lasts and may as long as that does.");
        }
    }

    private static void requireAmong(Caller caller, Partner partner, Set<Permission> permissions) {
        if (!caller.permissions().containsAll(permissions)
                || !partner.permissions().containsAll(permissions)) {
            throw Refused.invalid("permissions", "must be among yours and the partner's").get();
        }
    }

    private static Set<Permission> within(Account account, Partner partner) {
        Set<Permission> within = EnumSet.noneOf(Permission.class);
        within.addAll(account.permissions());
        within.retainAll(partner.permissions());
        return within;
    }

    private static ResponseEntity<StaffResponse> answer(
            int status, Stored<Account> stored, Partner partner) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(StaffResponse.from(stored.state(), partner));
    }
}
