package io.keyway.license.administration;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseAction;
import io.keyway.license.licenses.LicenseAction.RenewFrom;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /licenses/{id}/suspend}, {@code reinstate}, {@code revoke} and {@code renew}. */
@RestController
@RequestMapping("/api/v1/licenses/{id}")
class LicenseActionController {

    private final ChangeLicense changeLicense;
    private final LicenseProperties settings;
    private final Clock clock;

    LicenseActionController(ChangeLicense changeLicense, LicenseProperties settings, Clock clock) {
        this.changeLicense = changeLicense;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Suspend a license.
     *
     * <p>Its key stops validating within a second, until the license is reinstated. A suspended
     * license stays as it is. Needs {@code issue_licenses} ({@code forbidden}); a license outside
     * the caller's scope is {@code not_found}, a revoked one {@code conflict}.
     *
     * @param id the license
     * @return the license after the change
     */
    @PostMapping("/suspend")
    ResponseEntity<LicenseResponse> suspend(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::suspend);
    }

    /**
     * Reinstate a suspended license.
     *
     * <p>Its key validates again. A license that is not suspended stays as it is. Needs {@code
     * issue_licenses} ({@code forbidden}); a license outside the caller's scope is {@code
     * not_found}, a revoked one {@code conflict}.
     *
     * @param id the license
     * @return the license after the change
     */
    @PostMapping("/reinstate")
    ResponseEntity<LicenseResponse> reinstate(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::reinstate);
    }

    /**
     * Revoke a license for good.
     *
     * <p>Its key stops validating within a second, and nothing can reinstate it. A revoked license
     * stays as it is. Needs {@code issue_licenses} ({@code forbidden}); a license outside the
     * caller's scope is {@code not_found}.
     *
     * @param id the license
     * @return the license after the change
     */
    @PostMapping("/revoke")
    ResponseEntity<LicenseResponse> revoke(
            Caller caller, @PathVariable LicenseId id, IfMatch ifMatch) {
        return act(caller, id, ifMatch, LicenseAction::revoke);
    }

    /**
     * Renew a license by one duration of its policy.
     *
     * <p>Moves the expiry; the key stays. Needs {@code issue_licenses} ({@code forbidden}). A
     * license outside the caller's scope is {@code not_found}; a trial, a revoked license and one
     * without an end are {@code conflict}.
     *
     * @param id the license
     * @param from where the new duration starts: {@code expiry}, {@code now}, or {@code latest} of
     *     the two; default {@code latest}
     * @return the license after the change
     */
    @PostMapping("/renew")
    ResponseEntity<LicenseResponse> renew(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @RequestParam(required = false) @Nullable RenewFrom from) {
        RenewFrom start = from == null ? RenewFrom.LATEST : from;
        return act(caller, id, ifMatch, (license, now) -> LicenseAction.renew(license, start, now));
    }

    private ResponseEntity<LicenseResponse> act(
            Caller caller,
            LicenseId id,
            IfMatch ifMatch,
            BiFunction<License, Instant, LicenseAction> action) {
        Stored<License> changed =
                changeLicense.change(
                        caller,
                        id,
                        ifMatch,
                        license ->
                                switch (action.apply(license, clock.instant())) {
                                    case LicenseAction.Done done ->
                                            Decision.change(done.license(), done.event());
                                    case LicenseAction.Nothing nothing -> Decision.keep();
                                    case LicenseAction.Refused refused ->
                                            throw new Refused(refused.rule(), refused.why());
                                });
        return ResponseEntity.ok()
                .eTag(changed.etag())
                .body(
                        LicenseResponse.from(
                                changed.state(),
                                caller,
                                clock.instant(),
                                settings.expiringWithin()));
    }
}
