package io.keyway.license.catalog;

import static java.util.Objects.requireNonNullElse;

import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.NotFormula;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
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
 * A policy to create.
 *
 * @param productId the product
 * @param name shown to partners and customers, 1 to 200 characters
 * @param type {@code perpetual}, {@code subscription}, {@code trial} or {@code consumption}
 * @param duration how long a license lasts, ISO-8601: calendar periods ({@code P1Y}) or exact
 *     ({@code P365D}); required for a subscription, absent for a perpetual license
 * @param expiresFrom when the duration starts: {@code issue}, {@code first_activation} or {@code
 *     first_validation}; default {@code issue}
 * @param grace how long a license stays valid after its expiry, ISO-8601, at most P366D; absent for
 *     none
 * @param machinesMax machines of a license, 1 to 10,000; absent if licenses are not bound to
 *     machines
 * @param overage whether machines beyond {@code machinesMax} are allowed; default {@code refuse}
 * @param strict whether a key is valid only while a machine is activated; default false
 * @param matching which components of a device must match a known machine: {@code match_any},
 *     {@code match_most} or {@code match_all}; default {@code match_all}
 * @param floating whether a machine without heartbeats frees its place; default false
 * @param heartbeat how often a machine must send a heartbeat, ISO-8601, PT10S to P366D; absent for
 *     never
 * @param requirePrimary whether the customer needs a primary license of the product first; default
 *     false
 * @param trials how often a trial is allowed: {@code once_per_customer}, {@code
 *     once_per_fingerprint} or {@code unlimited}; default {@code once_per_customer}
 * @param filesWithoutEnd whether license files that never expire may be checked out; default false
 * @param usageAfterEnd whether usage after a license was revoked, suspended or has expired counts:
 *     {@code reject} or {@code count}; default {@code reject}
 * @param entitlements codes of features, at most 100 of 64 characters
 * @param scheme {@code ed25519} for signed keys, {@code random} for short ones; default {@code
 *     ed25519}
 * @param price list price of one license; absent if it cannot be ordered
 */
record NewPolicy(
        @NotNull ProductId productId,
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull LicenseType type,
        @Nullable Term duration,
        @Nullable ExpiresFrom expiresFrom,
        @Nullable Duration grace,
        @Nullable @Min(1) @Max(10_000) Integer machinesMax,
        @Nullable @Valid Overage overage,
        @Nullable Boolean strict,
        @Nullable Matching matching,
        @Nullable Boolean floating,
        @Nullable Duration heartbeat,
        @Nullable Boolean requirePrimary,
        @Nullable TrialRule trials,
        @Nullable Boolean filesWithoutEnd,
        @Nullable UsageAfterEnd usageAfterEnd,
        @Nullable @Size(max = 100)
                Set<
                                @NotNull
                                @Pattern(
                                        regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                                        message =
                                                "letters, digits, dot, dash and underscore, at most 64")
                                String>
                        entitlements,
        @Nullable KeyScheme scheme,
        @Nullable Money price) {

    Policy toPolicy(PolicyId id, PartnerId vendor, Instant now) {
        return new Policy(
                id,
                vendor,
                productId,
                name,
                type,
                duration,
                requireNonNullElse(expiresFrom, ExpiresFrom.ISSUE),
                grace,
                machinesMax,
                new MachineTerms(
                        requireNonNullElse(overage, Overage.REFUSE),
                        Boolean.TRUE.equals(strict),
                        requireNonNullElse(matching, Matching.MATCH_ALL)),
                Boolean.TRUE.equals(floating),
                heartbeat,
                Boolean.TRUE.equals(requirePrimary),
                requireNonNullElse(trials, TrialRule.ONCE_PER_CUSTOMER),
                Boolean.TRUE.equals(filesWithoutEnd),
                requireNonNullElse(usageAfterEnd, UsageAfterEnd.REJECT),
                requireNonNullElse(entitlements, Set.of()),
                requireNonNullElse(scheme, KeyScheme.ED25519),
                price,
                CatalogStatus.ACTIVE,
                now,
                now);
    }
}
