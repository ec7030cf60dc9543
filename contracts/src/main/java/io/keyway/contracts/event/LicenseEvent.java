package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.Topic;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about licenses, each with the license as it now is. */
public sealed interface LicenseEvent extends DomainEvent {

    LicenseState license();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.LICENSES;
    }

    @Override
    @JsonIgnore
    default String key() {
        return license().id().value();
    }

    @JsonTypeName("io.keyway.license.issued.v1")
    record LicenseIssued(LicenseState license) implements LicenseEvent {}

    @JsonTypeName("io.keyway.license.changed.v1")
    record LicenseChanged(LicenseState license) implements LicenseEvent {}

    /** Its owner changed: another customer, another partner; the key stays. */
    @JsonTypeName("io.keyway.license.transferred.v1")
    record LicenseTransferred(LicenseState license) implements LicenseEvent {}

    @JsonTypeName("io.keyway.license.revoked.v1")
    record LicenseRevoked(LicenseState license) implements LicenseEvent {}

    /**
     * @param keyHash SHA-256 of the license key, hex: caches forget by it
     * @param path from the vendor down to the partner that the license's customer belongs to
     * @param issuedBy the partner that issued it
     * @param orderId absent for one issued directly from the portfolio
     * @param price what its issuer owes for it when it was issued directly; absent within an order
     */
    record LicenseState(
            LicenseId id,
            String keyHash,
            List<PartnerId> path,
            PartnerId issuedBy,
            CustomerId customerId,
            ProductId productId,
            PolicyId policyId,
            @Nullable OrderId orderId,
            @Nullable LineId lineId,
            LicenseType type,
            LicenseCondition condition,
            PaymentStatus paymentStatus,
            @Nullable Money price,
            Instant issuedAt,
            @Nullable Instant expiresAt) {

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /**
     * What was decided about a license; EXPIRED and EXPIRING follow from the clock, INACTIVE from
     * its machines.
     */
    enum LicenseCondition {
        @JsonProperty("valid")
        VALID,
        @JsonProperty("suspended")
        SUSPENDED,
        @JsonProperty("banned")
        BANNED
    }

    enum PaymentStatus {
        /** Owed by its issuer; counts against the unpaid limit. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("paid")
        PAID,
        /** Nobody owes it by itself: the order does, or it is a trial. */
        @JsonProperty("not_due")
        NOT_DUE
    }
}
