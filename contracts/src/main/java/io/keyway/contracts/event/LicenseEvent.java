package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Money;
import io.keyway.contracts.Topic;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about licenses, each with the state of its licenses at that time. */
public sealed interface LicenseEvent extends DomainEvent {

    /** The licenses that the event is about. */
    @JsonIgnore
    List<LicenseState> licenses();

    /**
     * Orders the states of a license: the one with the higher number is newer, whatever the order
     * of arrival.
     *
     * @param eventSequence the sequence of the event
     */
    default long stateSequence(long eventSequence) {
        return eventSequence;
    }

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.LICENSES;
    }

    /**
     * The licenses that one write issued: a chunk of a large issuance, or all of a small one. It is
     * an event of the issuance, keyed by the chunk; later changes of a license are events of that
     * license.
     *
     * @param first number of the first license in its issuance, from 0
     * @param common what the licenses have in common
     */
    @JsonTypeName("io.keyway.licenses.issued.v1")
    record LicensesIssued(
            IssuanceId issuanceId, int first, IssuedTerms common, List<IssuedLicense> items)
            implements LicenseEvent {

        /** Lower than every sequence of a license's own events. */
        private static final long SEQUENCE = 1;

        public LicensesIssued {
            items = List.copyOf(items);
        }

        @Override
        @JsonIgnore
        public String key() {
            return issuanceId.value() + ":" + first;
        }

        @Override
        @JsonIgnore
        public List<LicenseState> licenses() {
            return items.stream().map(common::stateOf).toList();
        }

        /**
         * The event's own sequence counts the chunks of its issuance, so it says nothing about a
         * license.
         */
        @Override
        public long stateSequence(long eventSequence) {
            return SEQUENCE;
        }
    }

    /**
     * What is the same for all licenses of an issuance; the fields are those of {@link
     * LicenseState}.
     */
    record IssuedTerms(
            List<PartnerId> path,
            PartnerId issuedBy,
            CustomerId customerId,
            ProductId productId,
            PolicyId policyId,
            @Nullable OrderId orderId,
            @Nullable LineId lineId,
            LicenseType type,
            PaymentStatus paymentStatus,
            @Nullable Money price,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            @Nullable Instant usageUntil) {

        /** The terms of a license, for the licenses that share them. */
        public static IssuedTerms of(LicenseState any) {
            return new IssuedTerms(
                    any.path(),
                    any.issuedBy(),
                    any.customerId(),
                    any.productId(),
                    any.policyId(),
                    any.orderId(),
                    any.lineId(),
                    any.type(),
                    any.paymentStatus(),
                    any.price(),
                    any.issuedAt(),
                    any.expiresAt(),
                    any.usageUntil());
        }

        private LicenseState stateOf(IssuedLicense license) {
            return new LicenseState(
                    license.id(),
                    license.keyHash(),
                    path,
                    issuedBy,
                    customerId,
                    productId,
                    policyId,
                    orderId,
                    lineId,
                    type,
                    LicenseCondition.VALID,
                    paymentStatus,
                    price,
                    issuedAt,
                    expiresAt,
                    usageUntil);
        }
    }

    /**
     * What differs between the licenses of an issuance.
     *
     * @param keyHash SHA-256 of the license key, hex
     */
    record IssuedLicense(LicenseId id, String keyHash) {}

    /** An event about one license. */
    sealed interface OfOneLicense extends LicenseEvent {

        LicenseState license();

        @Override
        @JsonIgnore
        default List<LicenseState> licenses() {
            return List.of(license());
        }

        @Override
        @JsonIgnore
        default String key() {
            return license().id().value();
        }
    }

    /** Written until 0.1 for each issued license; {@link LicensesIssued} replaced it. */
    @JsonTypeName("io.keyway.license.issued.v1")
    record LicenseIssued(LicenseState license) implements OfOneLicense {}

    @JsonTypeName("io.keyway.license.changed.v1")
    record LicenseChanged(LicenseState license) implements OfOneLicense {}

    /** The license was transferred to another customer or partner; its key stays. */
    @JsonTypeName("io.keyway.license.transferred.v1")
    record LicenseTransferred(LicenseState license) implements OfOneLicense {}

    @JsonTypeName("io.keyway.license.revoked.v1")
    record LicenseRevoked(LicenseState license) implements OfOneLicense {}

    /** The license expires soon; published once for each end that it has. */
    @JsonTypeName("io.keyway.license.expiring.v1")
    record LicenseExpiring(LicenseState license) implements OfOneLicense {}

    /**
     * The license has expired; published once for each end that it has, after {@link
     * LicenseExpiring}.
     */
    @JsonTypeName("io.keyway.license.expired.v1")
    record LicenseExpired(LicenseState license) implements OfOneLicense {}

    /**
     * A license.
     *
     * @param keyHash SHA-256 of the license key, hex: caches remove entries by it
     * @param path from the vendor down to the partner that the license's customer belongs to
     * @param issuedBy the partner that issued it
     * @param orderId absent for one issued directly from the portfolio
     * @param price what its issuer owes for it if it was issued directly; absent within an order
     * @param usageUntil usage from this instant on does not count; absent if there is no such end,
     *     or the event is older than this field. Only the current end is known: usage dated inside
     *     an earlier suspension that was lifted counts
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
            @Nullable Instant expiresAt,
            @Nullable Instant usageUntil) {

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /**
     * The decided part of a license's status. EXPIRED and EXPIRING follow from the time, INACTIVE
     * from its machines.
     */
    enum LicenseCondition {
        @JsonProperty("valid")
        VALID,
        @JsonProperty("suspended")
        SUSPENDED,
        @JsonProperty("banned")
        BANNED
    }

    /** Whether a license is paid. */
    enum PaymentStatus {
        /** The issuer owes it; it counts against the unpaid limit. */
        @JsonProperty("pending")
        PENDING,
        /** Settled by its issuer. */
        @JsonProperty("paid")
        PAID,
        /** Not owed by itself: its order is owed, or it is a trial. */
        @JsonProperty("not_due")
        NOT_DUE
    }
}
