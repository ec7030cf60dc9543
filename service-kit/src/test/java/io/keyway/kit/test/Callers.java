package io.keyway.kit.test;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Set;

/** Callers for tests. */
public final class Callers {

    private Callers() {}

    public static Caller operator() {
        return Caller.operator(AccountId.next());
    }

    /** A caller who acts for the last partner of the path, with every permission. */
    public static Caller partner(PartnerId... path) {
        return partner(Permission.ofVendor(), path);
    }

    public static Caller partner(Set<Permission> permissions, PartnerId... path) {
        return new Caller(
                AccountId.next(),
                null,
                Role.PARTNER,
                path[path.length - 1],
                null,
                List.of(path),
                permissions);
    }

    public static Caller customer(CustomerId customer, PartnerId... path) {
        return new Caller(
                AccountId.next(), null, Role.CUSTOMER, null, customer, List.of(path), Set.of());
    }
}
