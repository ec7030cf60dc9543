package io.keyway.usage.rights;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.kit.http.Refused;

/**
 * Who gives and sees what is paid or taken off. It is a term of sale as plans are, so who may make
 * plans gives it: to payers below it, never to itself.
 */
public final class BillingRights {

    private BillingRights() {}

    /**
     * A partner needs the permission {@code read_statements}; a customer reads what is its own
     * without it.
     *
     * @throws Refused with {@code forbidden}
     */
    public static void requireReader(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.READ_STATEMENTS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    /**
     * @return the partner for which the caller gives
     * @throws Refused with {@code forbidden}
     */
    public static PartnerId requireGiver(Caller caller) {
        PartnerId partner = caller.partnerId();
        if (partner == null || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return partner;
    }

    /**
     * @param payer one that the giver sees
     * @throws Refused with {@code forbidden} if it is the giver itself
     */
    public static void requireAbove(PartnerId giver, PayerId payer) {
        if (payer.equals(giver)) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only partners above it may.");
        }
    }
}
