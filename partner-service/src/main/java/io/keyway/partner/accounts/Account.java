package io.keyway.partner.accounts;

import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account that signs in with an e-mail and a password.
 *
 * @param scope from the vendor down to its partner or its customer's partner; empty for the
 *     operator
 * @param partnerId its partner; absent for a customer's account and the operator's
 * @param customerId its customer; absent otherwise
 * @param email lower case; unique in the installation
 * @param permissions what it may do, as far as its partner may
 * @param mustChangePassword whether it has a password that another account set
 * @param sessionsValidFrom tokens issued before this are refused
 */
public record Account(
        AccountId id,
        List<PartnerId> scope,
        Role role,
        @Nullable PartnerId partnerId,
        @Nullable CustomerId customerId,
        String email,
        String name,
        @Secret String passwordHash,
        Set<Permission> permissions,
        boolean mustChangePassword,
        boolean active,
        Instant sessionsValidFrom,
        Instant createdAt)
        implements Aggregate {

    /** Characters of an e-mail address, by RFC 5321: 64 before the @ and 255 after it. */
    public static final int EMAIL_MAX = 320;

    /** The e-mail in the form in which it is stored and compared: stripped, lower case. */
    public static String login(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether it was created with its partner; then it may do what the partner may do. */
    public boolean isPrimary() {
        return partnerId != null && partnerId.uniquePart().equals(id.uniquePart());
    }

    /** The account with a new password; tokens issued until now are refused. */
    Account withPassword(String hash, boolean mustChange, Instant now) {
        return copy(scope, email, name, hash, permissions, mustChange, active, now);
    }

    public Account edited(String nextName, Set<Permission> nextPermissions) {
        return copy(
                scope,
                email,
                nextName,
                passwordHash,
                nextPermissions,
                mustChangePassword,
                active,
                sessionsValidFrom);
    }

    Account withEmail(String newEmail) {
        return copy(
                scope,
                newEmail,
                name,
                passwordHash,
                permissions,
                mustChangePassword,
                active,
                sessionsValidFrom);
    }

    Account withScope(List<PartnerId> newScope) {
        return copy(
                newScope,
                email,
                name,
                passwordHash,
                permissions,
                mustChangePassword,
                active,
                sessionsValidFrom);
    }

    /** Activated or deactivated; tokens issued until now are refused. */
    Account withActive(boolean next, Instant now) {
        return copy(scope, email, name, passwordHash, permissions, mustChangePassword, next, now);
    }

    private Account copy(
            List<PartnerId> newScope,
            String newEmail,
            String newName,
            String newHash,
            Set<Permission> newPermissions,
            boolean mustChange,
            boolean nowActive,
            Instant validFrom) {
        return new Account(
                id,
                newScope,
                role,
                partnerId,
                customerId,
                newEmail,
                newName,
                newHash,
                newPermissions,
                mustChange,
                nowActive,
                validFrom,
                createdAt);
    }

    public AccountState toState() {
        return new AccountState(
                id,
                role,
                partnerId,
                customerId,
                active,
                permissions,
                mustChangePassword,
                sessionsValidFrom);
    }
}
