package io.keyway.license.catalog;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.Matching;
import io.keyway.license.terms.Overage;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A policy: the terms on which licenses of a product are issued.
 *
 * @param id the id of the policy
 * @param vendorId the vendor that owns the policy
 * @param productId the product
 * @param name shown to partners and customers, 1 to 200 characters
 * @param type {@code perpetual}, {@code subscription}, {@code trial} or {@code consumption}
 * @param duration how long a license lasts, ISO-8601: calendar periods ({@code P1Y}) or exact
 *     ({@code P365D}); required for a subscription, absent for a perpetual license
 * @param expiresFrom when the duration starts: {@code issue}, {@code first_activation} or {@code
 *     first_validation}
 * @param grace how long a license stays valid after its expiry, ISO-8601, at most P366D; absent for
 *     none
 * @param machinesMax machines of a license, 1 to 10,000; absent if licenses are not bound to
 *     machines
 * @param overage whether machines beyond {@code machinesMax} are allowed
 * @param strict whether a key is valid only while a machine is activated
 * @param matching which components of a device must match a known machine: {@code match_any},
 *     {@code match_most} or {@code match_all}
 * @param floating whether a machine without heartbeats frees its place
 * @param heartbeat how often a machine must send a heartbeat, ISO-8601, PT10S to P366D; absent for
 *     never
 * @param requirePrimary whether the customer needs a primary license of the product first
 * @param trials how often a trial is allowed: {@code once_per_customer}, {@code
 *     once_per_fingerprint} or {@code unlimited}
 * @param filesWithoutEnd whether license files that never expire may be checked out
 * @param usageAfterEnd whether usage after a license was revoked, suspended or has expired counts:
 *     {@code reject} or {@code count}
 * @param entitlements codes of features, at most 100 of 64 characters
 * @param scheme {@code ed25519} for signed keys, {@code random} for short ones
 * @param price list price of one license; absent if it cannot be ordered
 * @param status {@code active} or {@code withdrawn}: a withdrawn policy is not sold any more
 * @param createdAt when the policy was created
 * @param updatedAt when the policy was last changed
 */
record PolicyResponse(
        PolicyId id,
        PartnerId vendorId,
        ProductId productId,
        String name,
        LicenseType type,
        @Nullable Term duration,
        ExpiresFrom expiresFrom,
        @Nullable Duration grace,
        @Nullable Integer machinesMax,
        Overage overage,
        boolean strict,
        Matching matching,
        boolean floating,
        @Nullable Duration heartbeat,
        boolean requirePrimary,
        TrialRule trials,
        boolean filesWithoutEnd,
        UsageAfterEnd usageAfterEnd,
        Set<String> entitlements,
        KeyScheme scheme,
        @Nullable Money price,
        CatalogStatus status,
        Instant createdAt,
        Instant updatedAt) {

    static PolicyResponse from(Policy policy) {
        return new PolicyResponse(
                policy.id(),
                policy.vendorId(),
                policy.productId(),
                policy.name(),
                policy.type(),
                policy.duration(),
                policy.expiresFrom(),
                policy.grace(),
                policy.machinesMax(),
                policy.machines().overage(),
                policy.machines().strict(),
                policy.machines().matching(),
                policy.floating(),
                policy.heartbeat(),
                policy.requirePrimary(),
                policy.trials(),
                policy.filesWithoutEnd(),
                policy.usageAfterEnd(),
                new TreeSet<>(policy.entitlements()),
                policy.scheme(),
                policy.price(),
                policy.status(),
                policy.createdAt(),
                policy.updatedAt());
    }
}
