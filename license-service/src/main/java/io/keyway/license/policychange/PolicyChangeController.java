package io.keyway.license.policychange;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.portfolio.Portfolio;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.administration.LicenseResponse;
import io.keyway.license.catalog.Catalog;
import io.keyway.license.catalog.Policy;
import io.keyway.license.catalog.Product;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import io.keyway.license.network.Network;
import io.keyway.license.policychange.PolicyChange.Expiry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /licenses/{id}/change-policy}. */
@RestController
class PolicyChangeController {

    private final Licenses licenses;
    private final Catalog catalog;
    private final Network network;
    private final LicenseProperties settings;
    private final Clock clock;

    PolicyChangeController(
            Licenses licenses,
            Catalog catalog,
            Network network,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.catalog = catalog;
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The new policy of a license.
     *
     * @param policyId another policy of the license's product
     * @param expiry {@code keep} the current expiry, or {@code reset} it: the new policy's duration
     *     starts now
     */
    record NewTerms(@NotNull PolicyId policyId, @NotNull Expiry expiry) {}

    /**
     * Change the policy of a license.
     *
     * <p>The license gets the terms of another policy that the caller may sell; the key stays, and
     * a signed key keeps the expiry written in it. Needs {@code issue_licenses} ({@code
     * forbidden}). Only the vendor may change a trial, or change to a policy that costs more. A
     * policy of another product is {@code not_found}.
     *
     * @param id the license
     * @param body the new policy
     * @return the license after the change
     */
    @PostMapping("/api/v1/licenses/{id}/change-policy")
    ResponseEntity<LicenseResponse> change(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @Valid @RequestBody NewTerms body) {
        License seen = licenses.find(caller, id).orElseThrow(Refused::notFound).state();
        if (!caller.may(Permission.ISSUE_LICENSES)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN,
                    "changing a license needs the permission issue_licenses");
        }
        Product product = catalog.product(seen.productId()).orElseThrow(Refused::notFound);
        Policy next =
                catalog.policy(body.policyId())
                        .filter(policy -> policy.productId().equals(product.id()))
                        .orElseThrow(Refused::notFound);
        Portfolio portfolio = network.portfolio(caller.path());
        boolean byVendor = seen.vendorId().equals(caller.partnerId());
        Instant now = clock.instant();
        Stored<License> changed =
                licenses.change(
                        caller,
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            License license = stored.state();
                            return switch (PolicyChange.decide(
                                    license,
                                    product,
                                    next,
                                    body.expiry(),
                                    byVendor,
                                    portfolio,
                                    catalog.policy(license.policyId())
                                            .map(Policy::price)
                                            .orElse(null),
                                    now)) {
                                case PolicyChange.Changed done ->
                                        Decision.change(
                                                done.license(),
                                                new LicenseChanged(done.license().state()));
                                case PolicyChange.Nothing nothing -> Decision.keep();
                                case PolicyChange.Refused refused ->
                                        throw new Refused(refused.rule(), refused.why());
                            };
                        });
        return ResponseEntity.ok()
                .eTag(changed.etag())
                .body(
                        LicenseResponse.from(
                                changed.state(), caller, now, settings.expiringWithin()));
    }
}
