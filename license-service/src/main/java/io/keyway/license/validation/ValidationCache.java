package io.keyway.license.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.kit.bus.TopicEnds;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.machines.Heartbeats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Caches the facts about licenses by key hash. Bounded, filled from the store on a miss, evicted by
 * every event of a license. While it is not confirmed that all events are consumed, every lookup
 * goes to the store. Unknown keys are not cached, so that guessing cannot fill the cache.
 */
@Component
class ValidationCache {

    private final Cache<String, Optional<LicenseFacts>> facts;
    private final Licenses licenses;
    private final Heartbeats heartbeats;
    private final CacheFreshness freshness;

    ValidationCache(
            Licenses licenses,
            Heartbeats heartbeats,
            TopicEnds topicEnds,
            LicenseProperties settings,
            Clock clock,
            MeterRegistry metrics) {
        this.licenses = licenses;
        this.heartbeats = heartbeats;
        this.facts =
                CaffeineCacheMetrics.monitor(
                        metrics,
                        Caffeine.newBuilder()
                                .maximumSize(settings.validation().cachedMax())
                                .expireAfterWrite(settings.validation().cachedFor())
                                .recordStats()
                                .build(),
                        "validation");
        this.freshness =
                new CacheFreshness(
                        topicEnds, settings.validation().trustedFor(), clock, facts::invalidateAll);
        metrics.gauge("keyway.validation.listening", freshness, now -> now.isFresh() ? 1 : 0);
    }

    CacheFreshness freshness() {
        return freshness;
    }

    Optional<LicenseFacts> get(String keyHash) {
        if (!freshness.isFresh()) {
            return load(keyHash);
        }
        Optional<LicenseFacts> found = facts.get(keyHash, this::load);
        if (found.isEmpty()) {
            facts.asMap().remove(keyHash, found);
        }
        return found;
    }

    private Optional<LicenseFacts> load(String keyHash) {
        return licenses.byKeyHash(keyHash).map(this::withHeartbeats).map(LicenseFacts::of);
    }

    private License withHeartbeats(License license) {
        return license.terms().heartbeat() == null ? license : heartbeats.current(license);
    }

    /** Reads the facts from the store again. */
    Optional<LicenseFacts> reload(String keyHash) {
        evict(keyHash);
        return get(keyHash);
    }

    /** Waits for a load in progress, since that may have read the state before the event. */
    void evict(String keyHash) {
        facts.invalidate(keyHash);
    }

    void evictAll() {
        facts.invalidateAll();
    }
}
