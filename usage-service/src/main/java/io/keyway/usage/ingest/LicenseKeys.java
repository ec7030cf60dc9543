package io.keyway.usage.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Sha256;
import io.keyway.contracts.Topic;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.CatchUp;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.network.Network;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Finds the license of a product by its key, and limits how much each license may report this way:
 * a key is in the hands of those who use the product.
 */
@Component
public class LicenseKeys {

    private final Network network;
    private final CatchUp catchUp;

    /** The license of a key never changes, so an entry is never wrong. */
    private final Cache<String, LicenseId> byHash;

    private final Cache<LicenseId, RateLimiter> limits;
    private final RateLimiterConfig limit;

    LicenseKeys(Network network, CatchUp catchUp, UsageProperties settings) {
        this.network = network;
        this.catchUp = catchUp;
        UsageProperties.Ingest ingest = settings.ingest();
        this.byHash = Caffeine.newBuilder().maximumSize(ingest.licensesCached()).build();
        this.limits =
                Caffeine.newBuilder()
                        .maximumSize(ingest.licensesCached())
                        .expireAfterAccess(ingest.productEventsPer().multipliedBy(2))
                        .build();
        this.limit =
                RateLimiterConfig.custom()
                        .limitForPeriod(ingest.productEventsMax())
                        .limitRefreshPeriod(ingest.productEventsPer())
                        .timeoutDuration(Duration.ZERO)
                        .build();
    }

    /**
     * The license that has the key.
     *
     * @throws Refused with {@code unauthenticated} if no license has the key
     * @throws ReplicaBehindException if none is known and the license may not have been heard of
     */
    public LicenseId licenseOf(String key) {
        String hash = Sha256.hex(key);
        LicenseId known = byHash.getIfPresent(hash);
        return known == null ? look(hash) : known;
    }

    private LicenseId look(String hash) {
        LicenseId found =
                network.licenseByKey(hash)
                        .or(
                                () -> {
                                    if (!catchUp.hasConsumedAll(Topic.LICENSES)) {
                                        throw new ReplicaBehindException();
                                    }
                                    return network.licenseByKey(hash);
                                })
                        .map(LicenseState::id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                ProblemCode.UNAUTHENTICATED,
                                                "No license has this key."));
        byHash.put(hash, found);
        return found;
    }

    /**
     * @throws Refused with {@code too_many_requests} if the license has reported too much lately
     */
    void requireWithinLimit(Reporter.Product product, int events) {
        RateLimiter limiter =
                limits.get(product.license(), id -> RateLimiter.of(id.value(), limit));
        if (events > 0 && !limiter.acquirePermission(events)) {
            throw new Refused(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "A license reports at most %d events in %s with its key."
                            .formatted(limit.getLimitForPeriod(), limit.getLimitRefreshPeriod()));
        }
    }
}
