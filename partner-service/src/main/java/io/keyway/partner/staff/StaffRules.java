package io.keyway.partner.staff;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.partners.Partner;
import java.util.EnumSet;
import java.util.Set;

/** Who may change an account of a partner, and which permissions it may get. */
final class StaffRules {

    private StaffRules() {}

    /**
     * Requires that the account is not the caller's own and may not do more than the caller.
     * Otherwise a caller could reset the password of a more powerful account and sign in with it.
     */
    static void requireMayChange(Caller caller, Partner partner, Account account) {
        if (account.id().equals(caller.actor())) {
            throw new Refused(ProblemCode.FORBIDDEN, "This is your own account.");
        }
        if (!caller.permissions().containsAll(effectivePermissions(account, partner))) {
            throw new Refused(ProblemCode.FORBIDDEN, "The account may more than you.");
        }
    }

    /** Requires that the account is not the partner's primary one. */
    static void requireNotPrimary(Account account) {
        if (account.isPrimary()) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "It is the partner's primary account: it lasts and may as long as that does.");
        }
    }

    /** Requires that caller and partner have all of the permissions. */
    static void requireGrantable(Caller caller, Partner partner, Set<Permission> permissions) {
        if (!caller.permissions().containsAll(permissions)
                || !partner.permissions().containsAll(permissions)) {
            throw Refused.invalid("permissions", "must be among yours and the partner's").get();
        }
    }

    /** The account's permissions that its partner has too. */
    static Set<Permission> effectivePermissions(Account account, Partner partner) {
        Set<Permission> effective = EnumSet.noneOf(Permission.class);
        effective.addAll(account.permissions());
        effective.retainAll(partner.permissions());
        return effective;
    }
}
