package io.keyway.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/**
 * A number of calls per second for each of many callers of one kind. A caller that has not called
 * for some time is forgotten: its budget would be whole again anyway.
 */
final class Budgets {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final String name;
    private final RateLimiterConfig size;
    private final Cache<String, RateLimiter> budgets;

    /**
     * @param name of the kind, for the headers
     * @param max callers that are kept
     */
    Budgets(String name, int perSecond, int max) {
        this.name = name;
        this.size =
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(SECOND)
                        .limitForPeriod(perSecond)
                        .timeoutDuration(Duration.ZERO)
                        .build();
        this.budgets =
                Caffeine.newBuilder().maximumSize(max).expireAfterAccess(FORGOTTEN_AFTER).build();
    }

    /**
     * What one call has left.
     *
     * @param name of the kind
     * @param taken whether the call is within the budget
     * @param perSecond the budget
     * @param left of this second, after this call
     */
    record Taken(String name, boolean taken, int perSecond, int left) {}

    Taken take(String caller) {
        RateLimiter budget = budgets.get(caller, any -> RateLimiter.of(name, size));
        boolean taken = budget.acquirePermission();
        return new Taken(
                name,
                taken,
                size.getLimitForPeriod(),
                Math.max(0, budget.getMetrics().getAvailablePermissions()));
    }
}
