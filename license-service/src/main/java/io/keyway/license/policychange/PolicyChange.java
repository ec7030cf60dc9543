package io.keyway.license.policychange;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.access.NotSold;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.licenses.License;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a license may change to another policy, decided without the store. */
sealed interface PolicyChange {

    enum Expiry {
        /** The license keeps its expiry. */
        @JsonProperty("keep")
        KEEP,
        /** The new policy's duration starts now. */
        @JsonProperty("reset")
        RESET
    }

    record Changed(License license) implements PolicyChange {}

    /** The license has this policy already. */
    record Nothing() implements PolicyChange {}

    record Refused(AccessRule rule, String why) implements PolicyChange {}

    /**
     * A policy change is not billed, so only the vendor may change to a policy that costs more, or
     * change a trial.
     *
     * @param portfolio what the caller may sell
     * @param soldFor the current list price of the license's policy; null if it has none
     */
    static PolicyChange decide(
            License license,
            Product product,
            Policy next,
            Expiry expiry,
            boolean byVendor,
            Portfolio portfolio,
            @Nullable Money soldFor,
            Instant now) {
        if (license.condition() == LicenseCondition.BANNED) {
            return new Refused(AccessRule.LICENSE_REVOKED, "The license was revoked.");
        }
        if (license.policyId().equals(next.id())) {
            return new Nothing();
        }
        Optional<NotSold> withdrawn = NotSold.withdrawn(product.status(), next.status());
        if (withdrawn.isPresent()) {
            return new Refused(withdrawn.get().rule(), "The product or policy was withdrawn.");
        }
        Optional<NotSold> notGranted = NotSold.notGranted(portfolio, product.id(), next.id(), now);
        if (notGranted.isPresent()) {
            return new Refused(notGranted.get().rule(), "It is not in your portfolio.");
        }
        boolean trial = license.terms().type() == LicenseType.TRIAL;
        if (!byVendor && (trial || costsMore(next.price(), soldFor))) {
            return new Refused(
                    AccessRule.POLICY_COSTS_MORE,
                    "Only the vendor changes a license to a policy that costs more.");
        }
        boolean staysTrial = trial && next.type() == LicenseType.TRIAL;
        return new Changed(
                license.onPolicy(
                        next.id(),
                        next.name(),
                        next.terms(product, staysTrial),
                        expiry == Expiry.KEEP,
                        now));
    }

    private static boolean costsMore(@Nullable Money next, @Nullable Money now) {
        if (next == null) {
            return false;
        }
        return now == null
                ? next.amount() > 0
                : !next.currency().equals(now.currency()) || next.amount() > now.amount();
    }
}
