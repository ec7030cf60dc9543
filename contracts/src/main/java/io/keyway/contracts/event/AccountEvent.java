package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events about accounts and their credentials: everything that the gateway needs to authenticate.
 */
public sealed interface AccountEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.ACCOUNTS;
    }

    @JsonTypeName("io.keyway.account.created.v1")
    record AccountCreated(AccountState account) implements AccountEvent {
        @Override
        @JsonIgnore
        public String key() {
            return account.id().value();
        }
    }

    @JsonTypeName("io.keyway.account.changed.v1")
    record AccountChanged(AccountState account) implements AccountEvent {
        @Override
        @JsonIgnore
        public String key() {
            return account.id().value();
        }
    }

    @JsonTypeName("io.keyway.account.deleted.v1")
    record AccountDeleted(AccountState account) implements AccountEvent {
        @Override
        @JsonIgnore
        public String key() {
            return account.id().value();
        }
    }

    @JsonTypeName("io.keyway.credential.issued.v1")
    record CredentialIssued(CredentialState credential) implements AccountEvent {
        @Override
        @JsonIgnore
        public String key() {
            return credential.id().value();
        }
    }

    @JsonTypeName("io.keyway.credential.revoked.v1")
    record CredentialRevoked(CredentialState credential) implements AccountEvent {
        @Override
        @JsonIgnore
        public String key() {
            return credential.id().value();
        }
    }

    /**
     * An account, as far as the gateway needs it.
     *
     * @param sessionsValidFrom credentials issued before this instant are refused: a changed
     *     password ends sessions
     */
    record AccountState(
            AccountId id,
            Role role,
            @Nullable PartnerId partnerId,
            @Nullable CustomerId customerId,
            boolean active,
            Set<Permission> permissions,
            boolean mustChangePassword,
            Instant sessionsValidFrom) {}

    /**
     * A credential, known only by its hash.
     *
     * @param secretHash SHA-256 of the whole token, hex
     * @param permissions the permissions it is limited to; absent for all of its account's
     * @param expiresAt absent for one that does not expire
     */
    record CredentialState(
            CredentialId id,
            CredentialKind kind,
            AccountId accountId,
            String secretHash,
            @Nullable Set<Permission> permissions,
            Instant issuedAt,
            @Nullable Instant expiresAt) {}

    /** Kinds of credentials. */
    enum CredentialKind {
        /** A token of a session, from signing in. */
        @JsonProperty("access")
        ACCESS,
        /** A key for programs; it stays valid when the password changes. */
        @JsonProperty("api_key")
        API_KEY
    }
}
