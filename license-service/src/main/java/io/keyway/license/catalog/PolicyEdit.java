package io.keyway.license.catalog;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.kit.http.NotFormula;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.Matching;
import io.keyway.license.terms.Overage;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a policy that can change; its type and key scheme cannot.
 *
 * @param name shown to partners and customers, 1 to 200 characters
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
 * @param price list price of one license; absent if it cannot be ordered
 * @param status {@code active} or {@code withdrawn}: a withdrawn policy is not sold any more
 */
record PolicyEdit(
        @NotBlank @Size(max = 200) @NotFormula String name,
        @Nullable Term duration,
        @NotNull ExpiresFrom expiresFrom,
        @Nullable Duration grace,
        @Nullable @Min(1) @Max(10_000) Integer machinesMax,
        @NotNull @Valid Overage overage,
        @NotNull Boolean strict,
        @NotNull Matching matching,
        @NotNull Boolean floating,
        @Nullable Duration heartbeat,
        @NotNull Boolean requirePrimary,
        @NotNull TrialRule trials,
        @NotNull Boolean filesWithoutEnd,
        @NotNull UsageAfterEnd usageAfterEnd,
        @NotNull @Size(max = 100)
                Set<
                                @NotNull
                                @Pattern(
                                        regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                                        message =
                                                "letters, digits, dot, dash and underscore, at most 64")
                                String>
                        entitlements,
        @Nullable Money price,
        @NotNull CatalogStatus status) {

    static PolicyEdit of(Policy policy) {
        return new PolicyEdit(
                policy.name(),
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
                policy.entitlements(),
                policy.price(),
                policy.status());
    }

    Policy onto(Policy policy, Instant now) {
        return new Policy(
                policy.id(),
                policy.vendorId(),
                policy.productId(),
                name,
                policy.type(),
                duration,
                expiresFrom,
                grace,
                machinesMax,
                new MachineTerms(overage, strict, matching),
                floating,
                heartbeat,
                requirePrimary,
                trials,
                filesWithoutEnd,
                usageAfterEnd,
                entitlements,
                policy.scheme(),
                price,
                status,
                policy.createdAt(),
                now);
    }
}
