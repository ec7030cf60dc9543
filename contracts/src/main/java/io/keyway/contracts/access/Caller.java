package io.keyway.contracts.access;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request, as the gateway authenticated it.
 *
 * @param actor the account; absent for anonymous calls and the gateway's own
 * @param credentialId the token or key used; absent likewise
 * @param partnerId the partner that it acts for; absent for other roles
 * @param customerId the customer that it is; absent for other roles
 * @param path the partners from the vendor to {@code partnerId} (or to the customer's partner);
 *     empty for other roles
 * @param origin where the call came from: for throttling and the audit trail, never for scope
 */
public record Caller(
        @Nullable AccountId actor,
        @Nullable CredentialId credentialId,
        Role role,
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        List<PartnerId> path,
        Set<Permission> permissions,
        Origin origin) {

    /**
     * Where a call came from.
     *
     * @param address of the client as the gateway saw it; empty for internal calls
     * @param loginDomain the partner's login domain that was called; absent on the main site
     */
    public record Origin(String address, @Nullable String loginDomain) {

        public static final Origin INSIDE = new Origin("", null);
    }

    public Caller {
        path = List.copyOf(path);
        permissions = Set.copyOf(permissions);
        boolean consistent =
                switch (role) {
                    case OPERATOR ->
                            actor != null
                                    && partnerId == null
                                    && customerId == null
                                    && path.isEmpty();
                    case PARTNER ->
                            actor != null
                                    && partnerId != null
                                    && customerId == null
                                    && path.contains(partnerId);
                    case CUSTOMER ->
                            actor != null
                                    && partnerId == null
                                    && customerId != null
                                    && !path.isEmpty();
                    case ANONYMOUS, GATEWAY ->
                            actor == null
                                    && partnerId == null
                                    && customerId == null
                                    && permissions.isEmpty();
                };
        if (!consistent) {
            throw new IllegalArgumentException("a caller's ids do not fit its role");
        }
    }

    public Caller(
            @Nullable AccountId actor,
            @Nullable CredentialId credentialId,
            Role role,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            List<PartnerId> path,
            Set<Permission> permissions) {
        this(actor, credentialId, role, partnerId, customerId, path, permissions, Origin.INSIDE);
    }

    public Caller from(Origin origin) {
        return new Caller(
                actor, credentialId, role, partnerId, customerId, path, permissions, origin);
    }

    public static Caller operator(AccountId actor) {
        return new Caller(actor, null, Role.OPERATOR, null, null, List.of(), Permission.ofVendor());
    }

    public static Caller anonymous() {
        return new Caller(null, null, Role.ANONYMOUS, null, null, List.of(), Set.of());
    }

    public static Caller gateway() {
        return new Caller(null, null, Role.GATEWAY, null, null, List.of(), Set.of());
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /**
     * Whether a document with this scope and customer exists for the caller. Everything else counts
     * as missing.
     */
    public boolean sees(List<PartnerId> scope, @Nullable CustomerId customer) {
        return switch (role) {
            case OPERATOR -> true;
            case PARTNER -> partnerId != null && scope.contains(partnerId);
            case CUSTOMER -> customerId != null && customerId.equals(customer);
            case ANONYMOUS, GATEWAY -> false;
        };
    }

    /** The vendor at the root of the caller's tree. */
    public @Nullable PartnerId vendorId() {
        return path.isEmpty() ? null : path.getFirst();
    }
}
