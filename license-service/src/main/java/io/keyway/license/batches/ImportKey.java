package io.keyway.license.batches;

import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.IssuedLicense;
import io.keyway.contracts.event.LicenseEvent.IssuedTerms;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.license.LicenseProperties;
import io.keyway.license.batchinput.RowInput;
import io.keyway.license.issuance.LicenseSeries;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.licenses.Sale;
import io.keyway.license.network.Network;
import io.keyway.license.ownership.LicenseOwnership;
import io.keyway.license.signing.KeyHash;
import io.keyway.license.terms.KeyScheme;
import io.keyway.license.terms.LicenseTerms;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Imports a license key of another system as a license. It was sold there, so nothing is owed for
 * it, no quota counts it, and its policy may be withdrawn.
 */
@Component
class ImportKey {

    private final Licenses licenses;
    private final Network network;
    private final LicenseOwnership ownership;
    private final byte[] secret;
    private final Clock clock;

    ImportKey(
            Licenses licenses,
            Network network,
            LicenseOwnership ownership,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.network = network;
        this.ownership = ownership;
        this.secret = settings.signingSecretBytes();
        this.clock = clock;
    }

    /**
     * May be called again for the same row.
     *
     * @param id the issuance id of the row, which the license id is derived from
     * @return empty if another license has this key
     */
    Optional<License> run(
            IssuanceId id, PartnerId vendor, RowInput row, ResolveRow.Resolved.Found found) {
        License license = license(id, vendor, row, found);
        Optional<License> imported = licenses.add(license, issuedEvent(id, license.state()));
        // The customer may have moved meanwhile, before this license could be found with it.
        imported.flatMap(there -> network.customer(found.customer().id()))
                .filter(now -> !License.Owner.of(now).equals(license.owner()))
                .ifPresent(ownership::update);
        return imported;
    }

    private License license(
            IssuanceId id, PartnerId vendor, RowInput row, ResolveRow.Resolved.Found found) {
        String key = Objects.requireNonNull(row.key());
        Instant issuedAt = Objects.requireNonNull(row.issuedAt());
        LicenseTerms terms = found.policy().terms(found.product(), false);
        return new License(
                LicenseSeries.of(id, secret).id(0),
                // Keyway has not signed the key, whatever it looks like: it verifies online.
                new License.Key(key, KeyHash.of(key), KeyScheme.RANDOM, null),
                License.Owner.of(found.customer()),
                new License.Origin(null, vendor, null, null, issuedAt),
                found.product().id(),
                found.product().name(),
                found.policy().id(),
                found.policy().name(),
                LicenseClass.PRIMARY,
                terms,
                LicenseCondition.VALID,
                null,
                new Sale(PaymentStatus.NOT_DUE, null, false, null, null, null, null),
                null,
                row.expiresAt() == null ? terms.expiryAtIssue(issuedAt) : row.expiresAt(),
                null,
                List.of(),
                clock.instant());
    }

    private static LicensesIssued issuedEvent(IssuanceId id, LicenseState license) {
        return new LicensesIssued(
                id,
                0,
                IssuedTerms.of(license),
                List.of(new IssuedLicense(license.id(), license.keyHash())));
    }
}
