package io.keyway.license.administration;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.license.LicenseProperties;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.LicenseStatus;
import io.keyway.license.licenses.Licenses;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /licenses}: listing, reading and editing licenses. */
@RestController
@RequestMapping("/api/v1/licenses")
class LicenseController {

    private final Licenses licenses;
    private final ChangeLicense changeLicense;
    private final MergePatch mergePatch;
    private final LicenseProperties settings;
    private final Clock clock;

    LicenseController(
            Licenses licenses,
            ChangeLicense changeLicense,
            MergePatch mergePatch,
            LicenseProperties settings,
            Clock clock) {
        this.licenses = licenses;
        this.changeLicense = changeLicense;
        this.mergePatch = mergePatch;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * List licenses, newest first.
     *
     * <p>Returns the licenses within the caller's scope that match all filters. Who sold a license,
     * for how much, and the reseller's notes are shown only to partners who sold it and those above
     * them. An unknown or foreign id in a filter matches nothing. A customer may not filter by
     * {@code orderId} or {@code paymentStatus} ({@code invalid_request}).
     *
     * @param q beginning of one or more words of customer name, e-mail, product, policy, details,
     *     notes or random key, or the end of a signed key; at most 200 characters
     * @param status only licenses with this status
     * @param productId only licenses of this product
     * @param policyId only licenses of this policy
     * @param licenseClass {@code primary} or {@code additional}
     * @param customerId only licenses of this customer
     * @param orderId only licenses issued in this order
     * @param partnerId only licenses in the branch of this partner
     * @param paymentStatus {@code pending}, {@code paid} or {@code not_due}
     * @return a page of licenses
     */
    @GetMapping
    Page<LicenseResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable LicenseStatus status,
            @RequestParam(required = false) @Nullable ProductId productId,
            @RequestParam(required = false) @Nullable PolicyId policyId,
            @RequestParam(name = "class", required = false) @Nullable LicenseClass licenseClass,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable OrderId orderId,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable PaymentStatus paymentStatus,
            PageRequest page) {
        if (q != null && q.length() > LicenseFilter.QUERY_CHARS_MAX) {
            throw Refused.invalid("q", "at most " + LicenseFilter.QUERY_CHARS_MAX + " characters")
                    .get();
        }
        if (caller.role() == Role.CUSTOMER) {
            refuseForCustomers("orderId", orderId);
            refuseForCustomers("paymentStatus", paymentStatus);
        }
        LicenseFilter filter =
                new LicenseFilter(
                        q,
                        status,
                        productId,
                        policyId,
                        licenseClass,
                        customerId,
                        orderId,
                        partnerId,
                        paymentStatus);
        return licenses.page(
                        caller,
                        filter.toQuery(caller, clock.instant(), settings.expiringWithin()),
                        page)
                .map(stored -> response(stored.state(), caller));
    }

    /** Orders and payments are between partners: a customer must not learn them by filtering. */
    private static void refuseForCustomers(String name, @Nullable Object value) {
        if (value != null) {
            throw Refused.invalid(name, "is not a filter for customers").get();
        }
    }

    /**
     * Get a license.
     *
     * <p>A license outside the caller's scope is {@code not_found}.
     *
     * @param id the license
     * @return the license, with its key
     */
    @GetMapping("/{id}")
    ResponseEntity<LicenseResponse> get(Caller caller, @PathVariable LicenseId id) {
        return answer(licenses.find(caller, id).orElseThrow(Refused::notFound), caller);
    }

    /**
     * Change the notes and customer payment of a license.
     *
     * <p>A JSON merge patch: absent fields stay, null clears. Needs {@code issue_licenses}. Only
     * the partner that sold the license, and those above it, may change what the customer paid
     * ({@code forbidden}). With {@code If-Match}, a license that was changed meanwhile is {@code
     * version_mismatch}.
     *
     * @param id the license
     * @param patch the fields to change
     * @return the license after the change
     */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<LicenseResponse> patch(
            Caller caller,
            @PathVariable LicenseId id,
            IfMatch ifMatch,
            @Patches(SaleEdit.class) @RequestBody JsonNode patch) {
        return answer(
                changeLicense.change(
                        caller,
                        id,
                        ifMatch,
                        license -> {
                            SaleEdit before = SaleEdit.of(license, caller);
                            SaleEdit edited = mergePatch.apply(before, patch);
                            if (!edited.paysLike(before) && !license.showsSaleTo(caller)) {
                                throw new Refused(
                                        ProblemCode.FORBIDDEN,
                                        "only the seller of the license records what the customer paid");
                            }
                            return edited.equals(before)
                                    ? Decision.keep()
                                    : Decision.change(
                                            edited.onto(license, before, clock.instant()));
                        }),
                caller);
    }

    private ResponseEntity<LicenseResponse> answer(Stored<License> stored, Caller caller) {
        return ResponseEntity.ok().eTag(stored.etag()).body(response(stored.state(), caller));
    }

    private LicenseResponse response(License license, Caller caller) {
        return LicenseResponse.from(license, caller, clock.instant(), settings.expiringWithin());
    }
}
