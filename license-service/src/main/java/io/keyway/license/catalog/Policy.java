package io.keyway.license.catalog;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.CatalogEvent.PolicyChanged;
import io.keyway.contracts.event.CatalogEvent.PolicyState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Aggregate;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which licenses of a product are issued. A license keeps a copy of them, so a change
 * of the policy does not change issued licenses.
 *
 * @param duration of a subscription, a consumption contract or a trial; null for one without end
 * @param expiresFrom when the duration starts
 * @param grace how long a license stays valid after its expiry; null for not at all
 * @param machinesMax null if licenses are not bound to machines
 * @param requirePrimary whether the customer needs a primary license of the product first
 * @param trials how often a customer or device may try the product
 * @param filesWithoutEnd whether files that never expire may be checked out
 * @param usageAfterEnd whether usage after the end of a license counts
 * @param price list price of one license; null if it cannot be ordered
 */
public record Policy(
        PolicyId id,
        PartnerId vendorId,
        ProductId productId,
        String name,
        LicenseType type,
        @Nullable Term duration,
        ExpiresFrom expiresFrom,
        @Nullable Duration grace,
        @Nullable Integer machinesMax,
        MachineTerms machines,
        boolean floating,
        @Nullable Duration heartbeat,
        boolean requirePrimary,
        TrialRule trials,
        Boolean filesWithoutEnd,
        UsageAfterEnd usageAfterEnd,
        Set<String> entitlements,
        KeyScheme scheme,
        @Nullable Money price,
        CatalogStatus status,
        Instant createdAt,
        Instant updatedAt)
        implements Aggregate {

    /** Policies from before a term existed are stored without it and get its default. */
    public Policy {
        expiresFrom = Objects.requireNonNullElse(expiresFrom, ExpiresFrom.ISSUE);
        machines = Objects.requireNonNullElse(machines, MachineTerms.DEFAULT);
        trials = Objects.requireNonNullElse(trials, TrialRule.ONCE_PER_CUSTOMER);
        filesWithoutEnd = Objects.requireNonNullElse(filesWithoutEnd, false);
        usageAfterEnd = Objects.requireNonNullElse(usageAfterEnd, UsageAfterEnd.REJECT);
        entitlements = Set.copyOf(entitlements);
    }

    @Override
    public List<PartnerId> scope() {
        return List.of(vendorId);
    }

    public boolean onSale() {
        return status == CatalogStatus.ACTIVE;
    }

    /**
     * The terms of a license issued now. A trial lasts as long as the policy says if it is a trial
     * policy with a duration, and else as long as trials of the product.
     */
    public LicenseTerms terms(Product product, boolean trial) {
        boolean ownTrial = type == LicenseType.TRIAL && duration != null;
        Term lasts = trial && !ownTrial ? product.trialLength() : duration;
        return new LicenseTerms(
                trial ? LicenseType.TRIAL : type,
                type == LicenseType.PERPETUAL && !trial ? null : lasts,
                expiresFrom,
                grace,
                machinesMax,
                machines,
                floating,
                heartbeat,
                entitlements,
                trials,
                filesWithoutEnd,
                usageAfterEnd);
    }

    PolicyChanged changed() {
        return new PolicyChanged(
                new PolicyState(id, vendorId, productId, name, type, duration, price, status));
    }
}
