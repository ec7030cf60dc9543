package io.keyway.partner.accounts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.or;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken.Kind;
import io.keyway.contracts.event.CredentialEvent.CredentialIssued;
import io.keyway.contracts.event.CredentialEvent.CredentialRevoked;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * Stores what accounts authenticate with: access and refresh tokens and API keys. Issuing and
 * revoking publishes an event, so that every gateway follows.
 */
@Component
public final class Credentials {

    private final Aggregates<Credential> credentials;
    private final Clock clock;

    Credentials(Store store, Clock clock) {
        this.credentials =
                store.aggregates("credentials", Credential.class)
                        .audited(Audited.PUBLISHED)
                        .indexed("state.session")
                        .indexed("state.accountId", "state.kind", "_id")
                        // API keys stay until they are deleted, expired or not.
                        .expiring("state.expiresAt", "state.session");
        this.clock = clock;
    }

    public Optional<Credential> find(CredentialId id) {
        return credentials.load(id).map(Stored::state);
    }

    /** Stores an access token or API key and publishes it. */
    public void issue(Credential credential) {
        credentials.insert(credential, new CredentialIssued(credential.toState()));
    }

    /** Stores a refresh token; it is not published, because no gateway accepts it. */
    public void storeRefreshToken(Credential refresh) {
        credentials.insert(refresh);
    }

    /**
     * Marks a refresh token as exchanged.
     *
     * @return false if it was exchanged before
     */
    public boolean markExchanged(CredentialId refresh, Instant now) {
        boolean[] first = new boolean[1];
        credentials.change(
                refresh,
                stored -> {
                    first[0] = stored.state().usedAt() == null;
                    return first[0]
                            ? Decision.change(stored.state().withUsedAt(now))
                            : Decision.keep();
                });
        return first[0];
    }

    /** Records when an API key was last used; an older time than the recorded one is ignored. */
    public void recordKeyUse(CredentialId id, Instant at) {
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        credentials.change(
                id,
                stored -> {
                    Credential key = stored.state();
                    boolean newer = key.lastUsedAt() == null || key.lastUsedAt().isBefore(minute);
                    return key.kind() == Kind.KEY && newer
                            ? Decision.change(key.withLastUsedAt(minute))
                            : Decision.keep();
                });
    }

    /** One page of the account's API keys. */
    public Page<Credential> keys(Caller caller, AccountId id, PageRequest page) {
        return credentials.page(caller, keysOf(id), page).map(Stored::state);
    }

    /** How many API keys the account has, expired ones included. */
    public int countKeys(AccountId id) {
        return credentials.loadAll(keysOf(id)).size();
    }

    private static Bson keysOf(AccountId id) {
        return and(eq("state.accountId", id.value()), eq("state.kind", Kind.KEY.name()));
    }

    /** Revokes all tokens of the session that the credential belongs to; an API key has none. */
    public void endSession(Credential credential) {
        if (credential.session() != null) {
            revokeUnexpired(eq("state.session", credential.session()));
        }
    }

    /** Revokes the tokens of all sessions of the account; its API keys stay. */
    public void endSessions(AccountId id) {
        revokeUnexpired(and(eq("state.accountId", id.value()), exists("state.session")));
    }

    /** Revokes all tokens and API keys of the account. */
    public void revokeAll(AccountId id) {
        revokeUnexpired(eq("state.accountId", id.value()));
    }

    /** Expired credentials are useless and can be many, so they are left to the TTL index. */
    private void revokeUnexpired(Bson which) {
        Bson unexpired =
                or(
                        gt("state.expiresAt", Date.from(clock.instant())),
                        exists("state.expiresAt", false));
        credentials.loadAll(and(which, unexpired)).forEach(found -> revoke(found.state().id()));
    }

    public void revoke(CredentialId id) {
        for (Optional<Stored<Credential>> found = credentials.load(id);
                found.isPresent();
                found = credentials.load(id)) {
            if (credentials.delete(
                    found.get(), new CredentialRevoked(found.get().state().toState()))) {
                return;
            }
        }
    }
}
