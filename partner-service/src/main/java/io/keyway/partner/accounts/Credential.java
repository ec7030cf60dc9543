package io.keyway.partner.accounts;

import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CredentialEvent.CredentialKind;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token, refresh token or API key, stored only as a hash.
 *
 * @param session shared by the tokens of one sign-in and its refreshes; absent for an API key
 * @param permissions of an API key; absent for a token, which has those of its account
 * @param usedAt when a refresh token was exchanged; using it again ends the session
 * @param name of an API key
 * @param lastUsedAt of an API key, to the minute
 */
public record Credential(
        CredentialId id,
        List<PartnerId> scope,
        Kind kind,
        AccountId accountId,
        @Secret String secretHash,
        @Nullable String session,
        @Nullable Set<Permission> permissions,
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable CustomerId customerId,
        @Nullable String name,
        @Nullable Instant lastUsedAt)
        implements Aggregate {

    Credential withUsedAt(Instant now) {
        return copy(now, lastUsedAt);
    }

    Credential withLastUsedAt(Instant at) {
        return copy(usedAt, at);
    }

    private Credential copy(@Nullable Instant newUsedAt, @Nullable Instant newLastUsedAt) {
        return new Credential(
                id,
                scope,
                kind,
                accountId,
                secretHash,
                session,
                permissions,
                issuedAt,
                expiresAt,
                newUsedAt,
                customerId,
                name,
                newLastUsedAt);
    }

    /** The state that gateways get; refresh tokens are not published. */
    public CredentialState toState() {
        CredentialKind published =
                kind == Kind.KEY ? CredentialKind.API_KEY : CredentialKind.ACCESS;
        return new CredentialState(
                id, published, accountId, secretHash, permissions, issuedAt, expiresAt);
    }
}
