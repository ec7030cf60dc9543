package io.keyway.license.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseStatus;
import io.keyway.license.licenses.Sale;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.UsageAfterEnd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A license as the caller may see it.
 *
 * <p>Who sold the license, for how much, and the reseller's notes are absent for customers, and for
 * partners outside the branch that sold or wrote them.
 *
 * @param id the id of the license
 * @param key the license key
 * @param scheme {@code ed25519} for a signed key, {@code random} for a short one
 * @param status decided first (banned, suspended), then by the clock, then by its machines
 * @param licenseClass {@code primary} or {@code additional}
 * @param type {@code perpetual}, {@code subscription}, {@code trial} or {@code consumption}
 * @param productId the product
 * @param productName the name of the product when the license was issued
 * @param policyId the policy
 * @param policyName the name of the policy when the license was issued or changed to it
 * @param customerId the customer who owns the license
 * @param customerName the name of the customer
 * @param customerEmail the e-mail of the customer
 * @param partnerId the partner that the customer belongs to
 * @param issuedBy the partner that issued it; shown only to those who may see the sale
 * @param issuanceId the issuance; shown only to those who may see the sale; absent for an import
 * @param orderId the order; shown only to those who may see the sale; absent outside an order
 * @param lineId the order line; shown only to those who may see the sale; absent outside an order
 * @param paymentStatus whether the issuer owes it: {@code not_due}, {@code pending} or {@code
 *     paid}; shown only to those who may see the sale
 * @param price what the issuer owes; shown only to those who may see the sale; absent if nothing
 * @param customerPaid whether the customer paid; shown only to those who may see the sale
 * @param customerPaidDate when the customer paid; shown only to those who may see the sale
 * @param customerDetails written by the partner for the customer; absent if there are none
 * @param resellerNotes the partner's own notes; absent for customers and foreign partners
 * @param entitlements codes of features
 * @param machinesMax machines it may have; absent if it is not bound to machines
 * @param machinesCount machines it has
 * @param floating whether a machine without heartbeats frees its place
 * @param heartbeat how often a machine must send a heartbeat, ISO-8601; absent for never
 * @param filesWithoutEnd whether license files that never expire may be checked out
 * @param usageAfterEnd whether usage after the license was revoked, suspended or has expired
 *     counts: {@code reject} or {@code count}
 * @param issuedAt when it was issued
 * @param duration how long it lasts, ISO-8601; absent if it never expires
 * @param expiresFrom when the duration starts
 * @param expiresAt when it expires; absent if it never does or its duration has not started
 * @param validUntil when its key stops validating: {@code expiresAt} plus the grace period
 * @param machinesReleased how many machines a transfer has removed; only in its answer
 * @param updatedAt when it was last changed
 */
public record LicenseResponse(
        LicenseId id,
        String key,
        KeyScheme scheme,
        LicenseStatus status,
        @Schema(description = "`primary`, or `additional`: needs a primary license of the product.")
                @JsonProperty("class")
                LicenseClass licenseClass,
        LicenseType type,
        ProductId productId,
        String productName,
        PolicyId policyId,
        String policyName,
        CustomerId customerId,
        String customerName,
        String customerEmail,
        PartnerId partnerId,
        @Nullable PartnerId issuedBy,
        @Nullable IssuanceId issuanceId,
        @Nullable OrderId orderId,
        @Nullable LineId lineId,
        @Nullable PaymentStatus paymentStatus,
        @Nullable Money price,
        @Nullable Boolean customerPaid,
        @Nullable LocalDate customerPaidDate,
        @Nullable String customerDetails,
        @Nullable String resellerNotes,
        Set<String> entitlements,
        @Nullable Integer machinesMax,
        int machinesCount,
        boolean floating,
        @Nullable Duration heartbeat,
        boolean filesWithoutEnd,
        UsageAfterEnd usageAfterEnd,
        Instant issuedAt,
        @Nullable Term duration,
        ExpiresFrom expiresFrom,
        @Nullable Instant expiresAt,
        @Nullable Instant validUntil,
        @Nullable Integer machinesReleased,
        Instant updatedAt) {

    /** The license as the caller may see it. */
    public static LicenseResponse from(
            License license, Caller caller, Instant now, Duration expiringWithin) {
        return from(license, caller, now, expiringWithin, null);
    }

    /**
     * The answer to a transfer.
     *
     * @param machinesReleased how many machines the transfer has removed
     */
    public static LicenseResponse from(
            License license,
            Caller caller,
            Instant now,
            Duration expiringWithin,
            @Nullable Integer machinesReleased) {
        boolean sold = license.showsSaleTo(caller);
        Sale sale = license.sale();
        LicenseTerms terms = license.terms();
        return new LicenseResponse(
                license.id(),
                license.key().value(),
                license.key().scheme(),
                license.status(now, expiringWithin),
                license.licenseClass(),
                terms.type(),
                license.productId(),
                license.productName(),
                license.policyId(),
                license.policyName(),
                license.owner().customerId(),
                license.owner().customerName(),
                license.owner().customerEmail(),
                license.owner().partnerId(),
                sold ? license.origin().issuedBy() : null,
                sold ? license.origin().issuanceId() : null,
                sold ? license.origin().orderId() : null,
                sold ? license.origin().lineId() : null,
                sold ? sale.paymentStatus() : null,
                sold ? sale.price() : null,
                sold ? sale.customerPaid() : null,
                sold ? sale.customerPaidDate() : null,
                sale.customerDetails(),
                license.notesFor(caller),
                terms.entitlements(),
                terms.machinesMax(),
                license.machines().size(),
                terms.floating(),
                terms.heartbeat(),
                terms.filesWithoutEnd(),
                terms.usageAfterEnd(),
                license.origin().issuedAt(),
                terms.duration(),
                terms.expiresFrom(),
                license.expiresAt(),
                terms.validUntil(license.expiresAt()),
                machinesReleased,
                license.updatedAt());
    }
}
