package io.keyway.kit.scope;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.contracts.access.ScopeAssertion.Verified;
import java.time.Instant;
import java.util.Optional;

/**
 * Who the gateway's assertions name. The gateway sends the same assertion for some time, so a
 * genuine one is verified once and then recognized by its text.
 */
final class VerifiedAssertions {

    private final String service;
    private final byte[] key;
    private final Cache<String, Verified> verified;

    VerifiedAssertions(String service, byte[] key, int max) {
        this.service = service;
        this.key = key;
        this.verified =
                Caffeine.newBuilder()
                        .maximumSize(max)
                        .expireAfterWrite(ScopeAssertion.LIFETIME)
                        .build();
    }

    /** The caller; empty if anything about the assertion is wrong, or if it has expired. */
    Optional<Caller> callerOf(String assertion, Instant now) {
        Verified known = verified.getIfPresent(assertion);
        if (known != null) {
            return now.isBefore(known.expiresAt()) ? Optional.of(known.caller()) : Optional.empty();
        }
        Optional<Verified> genuine = ScopeAssertion.verify(assertion, service, key, now);
        genuine.ifPresent(found -> verified.put(assertion, found));
        return genuine.map(Verified::caller);
    }
}
