package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events about the credentials of accounts: sessions and API keys. The gateway hears from them what
 * is no longer valid; what it does not know, it asks partner-service.
 */
public sealed interface CredentialEvent extends DomainEvent {

    CredentialState credential();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.CREDENTIALS;
    }

    @Override
    @JsonIgnore
    default String key() {
        return credential().id().value();
    }

    @JsonTypeName("io.keyway.credential.issued.v1")
    record CredentialIssued(CredentialState credential) implements CredentialEvent {}

    @JsonTypeName("io.keyway.credential.revoked.v1")
    record CredentialRevoked(CredentialState credential) implements CredentialEvent {}

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
