package io.keyway.partner.staff;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.accounts.ResetPasswords;
import io.keyway.partner.accounts.ResetPasswords.ResetPassword;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.staff.StaffController.CreateStaff;
import io.keyway.partner.staff.StaffController.EditStaff;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Creates, changes and deletes the accounts of a partner. What ends an account's access revokes its
 * credentials before and after the change: before, so that none is left if the process dies in
 * between; after, for those issued meanwhile.
 */
@Component
class ChangeStaff {

    private final Accounts accounts;
    private final Credentials credentials;
    private final Passwords passwords;
    private final ResetPasswords resetPasswords;
    private final Partners partners;
    private final MergePatch mergePatch;
    private final PartnerProperties settings;
    private final Clock clock;

    ChangeStaff(
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

    Stored<Account> create(Caller caller, Partner partner, AccountId id, CreateStaff body) {
        StaffRules.requireGrantable(caller, partner, body.permissions());
        if (accounts.count(caller, partner.id()) >= settings.accountsMax()) {
            throw new Refused(
                    ProblemCode.QUOTA_EXCEEDED,
                    "A partner has at most " + settings.accountsMax() + " accounts.");
        }
        Instant now = clock.instant();
        Account account =
                new Account(
                        id,
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
        if (partners.load(partner.id()).isEmpty()) {
            // Deleted meanwhile: its cleanup may have run before the account was stored.
            accounts.delete(account.id());
            throw Refused.notFound();
        }
        return accounts.find(caller, partner.id(), account.id());
    }

    /** Applies a JSON merge patch; the permissions of the primary account cannot be changed. */
    Stored<Account> edit(
            Caller caller, Partner partner, AccountId id, IfMatch ifMatch, JsonNode patch) {
        findToChange(caller, partner, id);
        return accounts.edit(
                id,
                stored -> {
                    ifMatch.require(stored);
                    Account account = stored.state();
                    StaffRules.requireMayChange(caller, partner, account);
                    Set<Permission> before = StaffRules.effectivePermissions(account, partner);
                    EditStaff edit = mergePatch.apply(new EditStaff(account.name(), before), patch);
                    if (edit.permissions().equals(before)) {
                        return account.edited(edit.name().strip(), account.permissions());
                    }
                    StaffRules.requireNotPrimary(account);
                    StaffRules.requireGrantable(caller, partner, edit.permissions());
                    return account.edited(edit.name().strip(), edit.permissions());
                });
    }

    void delete(Caller caller, Partner partner, AccountId id) {
        StaffRules.requireNotPrimary(findToChange(caller, partner, id));
        credentials.revokeAll(id);
        accounts.delete(id);
        credentials.revokeAll(id);
    }

    Stored<Account> activate(Caller caller, Partner partner, AccountId id) {
        Account account = findToChange(caller, partner, id);
        if (!account.active()) {
            credentials.revokeAll(id);
        }
        return accounts.setActive(id, true);
    }

    Stored<Account> deactivate(Caller caller, Partner partner, AccountId id) {
        StaffRules.requireNotPrimary(findToChange(caller, partner, id));
        credentials.revokeAll(id);
        Stored<Account> inactive = accounts.setActive(id, false);
        credentials.revokeAll(id);
        return inactive;
    }

    Stored<Account> resetPassword(
            Caller caller, Partner partner, AccountId id, ResetPassword request) {
        findToChange(caller, partner, id);
        return resetPasswords.reset(id, request);
    }

    private Account findToChange(Caller caller, Partner partner, AccountId id) {
        Account account = accounts.find(caller, partner.id(), id).state();
        StaffRules.requireMayChange(caller, partner, account);
        return account;
    }
}
