package io.keyway.license.licenses;

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
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A license as its readers see it. A customer sees what it may use and what was written for it; who
 * sold it for how much, and what the partner noted, is not in its answer at all. A partner reads
 * the sales and the notes of its own branch only.
 *
 * @param expiresAt absent for one that never expires, or whose duration has not begun
 * @param validUntil {@code expiresAt} and the grace that follows it
 * @param machinesReleased by the call that is answered: it was transferred
 */
public record LicenseResponse(
        LicenseId id,
        String key,
        KeyScheme scheme,
        LicenseStatus status,
        @JsonProperty("class") LicenseClass licenseClass,
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
                license.origin().issuedAt(),
                terms.duration(),
                terms.expiresFrom(),
                license.expiresAt(),
                terms.validUntil(license.expiresAt()),
                machinesReleased,
                license.updatedAt());
    }
}
