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
 * What verdicts depend on, by key hash: bounded, filled from the store on a miss, and evicted by
 * every event of a license. While it is not confirmed that those are heard, the store is asked each
 * time. A key that does not exist is not kept: a guesser must not be able to fill it.
 */
@Component
class ValidationCache {

    private final Cache<String, Optional<LicenseFacts>> facts;
    private final Licenses licenses;
    private final Heartbeats heartbeats;
    private final CacheFreshness trust;

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
        this.trust =
                new CacheFreshness(
                        topicEnds, settings.validation().trustedFor(), clock, facts::invalidateAll);
        metrics.gauge("keyway.validation.listening", trust, now -> now.holds() ? 1 : 0);
    }

    CacheFreshness trust() {
        return trust;
    }

    Optional<LicenseFacts> get(String keyHash) {
        if (!trust.holds()) {
            return load(keyHash);
        }
        Optional<LicenseFacts> found = facts.get(keyHash, this::load);
        if (found.isEmpty()) {
            facts.asMap().remove(keyHash, found);
        }
        return found;
    }

    private Optional<LicenseFacts> load(String keyHash) {
        return licenses.byKeyHash(keyHash).map(this::heard).map(LicenseFacts::of);
    }

    private License heard(License license) {
        return license.terms().heartbeat() == null ? license : heartbeats.current(license);
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

    void evictAll() {
        facts.invalidateAll();
    }
}
