package io.keyway.license.catalog;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.kit.http.Refused;
import java.time.Duration;

/** The rules of a policy that concern more than one field, and the limits of its durations. */
final class PolicyRules {

    private static final Duration GRACE_MAX = Duration.ofDays(366);
    private static final Duration HEARTBEAT_MIN = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT_MAX = Duration.ofDays(366);

    private PolicyRules() {}

    /**
     * @return the policy itself
     * @throws Refused with the field that breaks a rule
     */
    static Policy checked(Policy policy) {
        Term duration = policy.duration();
        if (duration == null && policy.type() == LicenseType.SUBSCRIPTION) {
            throw Refused.invalid("duration", "a subscription has one").get();
        }
        if (duration != null && policy.type() == LicenseType.PERPETUAL) {
            throw Refused.invalid("duration", "a perpetual license has none").get();
        }
        Duration grace = policy.grace();
        if (grace != null && (!grace.isPositive() || grace.compareTo(GRACE_MAX) > 0)) {
            throw Refused.invalid("grace", "must be from PT1S to " + GRACE_MAX).get();
        }
        if (!policy.machines().overage().hasItsFactor()) {
            throw Refused.invalid("overage.factor", "is given with up_to, and only there").get();
        }
        Duration heartbeat = policy.heartbeat();
        if (heartbeat != null
                && (heartbeat.compareTo(HEARTBEAT_MIN) < 0
                        || heartbeat.compareTo(HEARTBEAT_MAX) > 0)) {
            throw Refused.invalid(
                            "heartbeat", "must be from " + HEARTBEAT_MIN + " to " + HEARTBEAT_MAX)
                    .get();
        }
        Money price = policy.price();
        if (price != null && price.amount() < 0) {
            throw Refused.invalid("price.amount", "must not be negative").get();
        }
        return policy;
    }
}
