package io.keyway.usage.rights;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.kit.http.Refused;

/** Who may read usage. */
public final class UsageRights {

    private UsageRights() {}

    /**
     * A partner needs the permission {@code read_usage}; a customer reads what is its own without
     * it.
     *
     * @throws Refused with {@code forbidden}
     */
    public static void requireReader(Caller caller) {
        if (caller.role() != Role.CUSTOMER && !caller.may(Permission.READ_USAGE)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }
}
