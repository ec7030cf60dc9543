package io.keyway.contracts.access;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the gateway authenticated it.
 *
 * @param partnerId the partner it acts for; absent for the operator and for a customer
 * @param customerId the customer it is; absent otherwise
 * @param path the partners from the vendor to {@code partnerId} (or to the customer's partner); empty for the operator
 */
public record Caller(
        AccountId actor,
        Role role,
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        List<PartnerId> path,
        Set<Permission> permissions) {

    public Caller {
        path = List.copyOf(path);
        permissions = Set.copyOf(permissions);
        boolean consistent =
                switch (role) {
                    case OPERATOR -> partnerId == null && customerId == null && path.isEmpty();
                    case PARTNER -> partnerId != null && customerId == null && path.contains(partnerId);
                    case CUSTOMER -> partnerId == null && customerId != null && !path.isEmpty();
                };
        if (!consistent) {
            throw new IllegalArgumentException("a caller's ids do not fit its role");
        }
    }

    public static Caller operator(AccountId actor) {
        return new Caller(actor, Role.OPERATOR, null, null, List.of(), Permission.ofVendor());
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** The rule above all others: whether a document of this scope and customer exists for the caller. */
    public boolean sees(List<PartnerId> scope, @Nullable CustomerId customer) {
        return switch (role) {
            case OPERATOR -> true;
            case PARTNER -> partnerId != null && scope.contains(partnerId);
            case CUSTOMER -> customerId != null && customerId.equals(customer);
        };
    }

    /** The vendor at the root of the caller's tree. */
    public @Nullable PartnerId vendorId() {
        return path.isEmpty() ? null : path.getFirst();
    }
}
