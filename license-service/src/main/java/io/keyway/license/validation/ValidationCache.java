package io.keyway.license.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.Licenses;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What verdicts depend on, by key hash: bounded, filled from the store on a miss, and evicted by
 * every event of a license; while those are not heard, the store is asked each time. A key that
 * does not exist is not kept: a guesser must not be able to fill it.
 */
@Component
class ValidationCache {

    private final Cache<String, Optional<LicenseFacts>> facts;
    private final Licenses licenses;
    private volatile boolean listening;

    ValidationCache(Licenses licenses, LicenseProperties settings, MeterRegistry metrics) {
        this.licenses = licenses;
        metrics.gauge("keyway.validation.listening", this, cache -> cache.listening ? 1 : 0);
        this.facts =
                CaffeineCacheMetrics.monitor(
                        metrics,
                        Caffeine.newBuilder()
                                .maximumSize(settings.validation().cachedMax())
                                .expireAfterWrite(settings.validation().cachedFor())
                                .recordStats()
                                .build(),
                        "validation");
    }

    /** From now on every event is heard, so what is kept is current. */
    void listen() {
        facts.invalidateAll();
        listening = true;
    }

    void stopListening() {
        listening = false;
    }

    Optional<LicenseFacts> get(String keyHash) {
        if (!listening) {
            return licenses.byKeyHash(keyHash).map(LicenseFacts::of);
        }
        Optional<LicenseFacts> found =
                facts.get(keyHash, hash -> licenses.byKeyHash(hash).map(LicenseFacts::of));
        if (found.isEmpty()) {
            facts.asMap().remove(keyHash, found);
        }
        return found;
    }

    /** As the store has it now: before a verdict that a ping may have changed unheard. */
    Optional<LicenseFacts> reload(String keyHash) {
        evict(keyHash);
        return get(keyHash);
    }

    /** Waits for a load under way: what that one read may be what the event has just made old. */
    void evict(String keyHash) {
        facts.invalidate(keyHash);
    }
}
