package io.keyway.license.ownership;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.IfMatch;
import io.keyway.license.LicenseProperties;
import io.keyway.license.administration.LicenseResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /licenses/{id}/transfer}. */
@RestController
class TransferController {

    private final TransferLicense transferLicense;
    private final LicenseProperties settings;
    private final Clock clock;

    TransferController(TransferLicense transferLicense, LicenseProperties settings, Clock clock) {
        this.transferLicense = transferLicense;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The new owner of a license.
     *
     * @param customerId a customer of the same vendor within the caller's scope
     */
    record Transfer(@NotNull CustomerId customerId) {}

    /**
     * Transfer a license to another customer.
     *
     * <p>The key stays; all machines of the license are removed. Needs {@code issue_licenses}
     * ({@code forbidden}). A license or customer outside the caller's scope, and a customer of
     * another vendor, are {@code not_found}; a revoked license is {@code conflict}.
     *
     * @param id the license
     * @return the license, with the number of removed machines in {@code machinesReleased}
     */
    @PostMapping("/api/v1/licenses/{id}/transfer")
    ResponseEntity<LicenseResponse> transfer(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @Valid @RequestBody Transfer body) {
        TransferLicense.Transferred result =
                transferLicense.transfer(caller, id, ifMatch, body.customerId());
        return ResponseEntity.ok()
                .eTag(result.license().etag())
                .body(
                        LicenseResponse.from(
                                result.license().state(),
                                caller,
                                clock.instant(),
                                settings.expiringWithin(),
                                result.machinesReleased()));
    }
}
