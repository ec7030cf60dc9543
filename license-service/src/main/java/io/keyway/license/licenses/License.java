package io.keyway.license.licenses;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.MachineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Aggregate;
import io.keyway.kit.store.Secret;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a license.
 *
 * @param productName name of the product when it was issued, for searching
 * @param policyName name of the policy when it was issued or changed to it, for searching
 * @param stoppedAt since when it is suspended or revoked; null while it is neither
 * @param notes the reseller's notes; null if there are none
 * @param expiresAt the first instant after its end; null for one without end
 * @param announced the last expiry notice that was published; null while it has no end
 * @param machines in the order of their activation
 */
public record License(
        LicenseId id,
        @Secret Key key,
        Owner owner,
        Origin origin,
        ProductId productId,
        String productName,
        PolicyId policyId,
        String policyName,
        LicenseClass licenseClass,
        LicenseTerms terms,
        LicenseCondition condition,
        @Nullable Instant stoppedAt,
        Sale sale,
        @Secret @Nullable Notes notes,
        @Nullable Instant expiresAt,
        @Nullable ExpiryNotice announced,
        List<Machine> machines,
        Instant updatedAt)
        implements Aggregate {

    /** The events about the end of a license. */
    public enum ExpiryNotice {
        @JsonProperty("nothing")
        NOTHING,
        @JsonProperty("expiring")
        EXPIRING,
        @JsonProperty("expired")
        EXPIRED
    }

    /** Stopped, but without {@code stoppedAt}: by this change, or before the field existed. */
    public License {
        boolean valid = condition == LicenseCondition.VALID;
        stoppedAt = valid ? null : Objects.requireNonNullElse(stoppedAt, updatedAt);
        announced = announced == null && expiresAt != null ? ExpiryNotice.NOTHING : announced;
        machines = List.copyOf(machines);
    }

    /**
     * @param hash SHA-256 of the value, hex: the license is looked up by it
     * @param kid the id of the signing key; null for a random key
     */
    public record Key(String value, String hash, KeyScheme scheme, @Nullable String kid) {}

    /**
     * The owner of a license: its customer and the partner that the customer belongs to.
     *
     * @param path the partners from the vendor down to that partner: the scope
     * @param customerName the current name of the customer, for searching
     * @param customerEmail the current e-mail of the customer, for searching
     */
    public record Owner(
            List<PartnerId> path,
            CustomerId customerId,
            String customerName,
            String customerEmail) {
        public Owner {
            path = List.copyOf(path);
        }

        public static Owner of(CustomerState customer) {
            return new Owner(customer.path(), customer.id(), customer.name(), customer.email());
        }

        public PartnerId partnerId() {
            return path.getLast();
        }
    }

    /**
     * How the license was issued. Never changes.
     *
     * @param issuanceId null for an imported license
     */
    public record Origin(
            @Nullable IssuanceId issuanceId,
            PartnerId issuedBy,
            @Nullable OrderId orderId,
            @Nullable LineId lineId,
            Instant issuedAt) {}

    /**
     * The reseller's notes. They do not move with the license: a later owner's partner cannot read
     * them.
     *
     * @param readers the partners that may read them: from the vendor down to the partner that
     *     owned the license when they were written
     */
    public record Notes(String text, List<PartnerId> readers) {
        public Notes {
            readers = List.copyOf(readers);
        }
    }

    @Override
    public boolean hides(String field) {
        return field.equals("sale") && sale.readers() != null;
    }

    /** Whether the caller is the partner that sold the license, or one above it. */
    public boolean showsSaleTo(Caller caller) {
        return caller.sees(sale.readers() == null ? owner.path() : sale.readers(), null);
    }

    /** The notes, if the caller may read them. */
    public @Nullable String notesFor(Caller caller) {
        return notes != null && caller.sees(notes.readers(), null) ? notes.text() : null;
    }

    @Override
    public List<PartnerId> scope() {
        return owner.path();
    }

    @Override
    public CustomerId customerId() {
        return owner.customerId();
    }

    public Optional<Machine> machine(MachineId machine) {
        return machines.stream().filter(one -> one.id().equals(machine)).findFirst();
    }

    public LicenseStatus status(Instant now, Duration expiringWithin) {
        return LicenseStatus.of(
                condition,
                expiresAt,
                terms.bindsToMachines() && machines.isEmpty(),
                now,
                expiringWithin);
    }

    public PartnerId vendorId() {
        return owner.path().getFirst();
    }

    public LicenseState state() {
        return new LicenseState(
                id,
                key.hash(),
                owner.path(),
                origin.issuedBy(),
                owner.customerId(),
                productId,
                policyId,
                origin.orderId(),
                origin.lineId(),
                terms.type(),
                condition,
                sale.paymentStatus(),
                sale.price(),
                origin.issuedAt(),
                expiresAt,
                terms.usageUntil(expiresAt, stoppedAt));
    }

    License with(LicenseCondition next, Instant now) {
        return copy(next, owner, sale, notes, machines, now);
    }

    License with(Sale next, Instant now) {
        return with(next, notes, now);
    }

    public License with(Sale nextSale, @Nullable Notes nextNotes, Instant now) {
        return copy(condition, owner, nextSale, nextNotes, machines, now);
    }

    public License with(Owner next, Instant now) {
        Sale left = next.path().equals(owner.path()) ? sale : sale.leftWith(owner.path());
        return copy(condition, next, left, notes, machines, now);
    }

    public License with(List<Machine> next, Instant now) {
        return copy(condition, owner, sale, notes, next, now);
    }

    /** A copy with other values for everything but terms and end. */
    private License copy(
            LicenseCondition newCondition,
            Owner newOwner,
            Sale newSale,
            @Nullable Notes newNotes,
            List<Machine> newMachines,
            Instant now) {
        return new License(
                id,
                key,
                newOwner,
                origin,
                productId,
                productName,
                policyId,
                policyName,
                licenseClass,
                terms,
                newCondition,
                stoppedAt,
                newSale,
                newNotes,
                expiresAt,
                announced,
                newMachines,
                now);
    }

    /** With another end; its expiry notices start over. */
    License expiringAt(@Nullable Instant next, Instant now) {
        return onTerms(policyId, policyName, terms, next, null, now);
    }

    /** Starts the duration if the terms say that it starts with this. */
    public License startedBy(ExpiresFrom start, Instant now) {
        return expiresAt == null && terms.expiresFrom() == start && terms.duration() != null
                ? expiringAt(terms.expiryFrom(now), now)
                : this;
    }

    /** With the terms of another policy of its product. */
    public License onPolicy(
            PolicyId policy, String name, LicenseTerms next, boolean keepExpiry, Instant now) {
        return keepExpiry
                ? onTerms(policy, name, next, expiresAt, announced, now)
                : onTerms(policy, name, next, next.expiryFrom(now), null, now);
    }

    public License withNotice(ExpiryNotice notice) {
        return onTerms(policyId, policyName, terms, expiresAt, notice, updatedAt);
    }

    private License onTerms(
            PolicyId newPolicy,
            String newPolicyName,
            LicenseTerms newTerms,
            @Nullable Instant newExpiry,
            @Nullable ExpiryNotice newNotice,
            Instant now) {
        return new License(
                id,
                key,
                owner,
                origin,
                productId,
                productName,
                newPolicy,
                newPolicyName,
                licenseClass,
                newTerms,
                condition,
                stoppedAt,
                sale,
                notes,
                newExpiry,
                newNotice,
                machines,
                now);
    }
}
