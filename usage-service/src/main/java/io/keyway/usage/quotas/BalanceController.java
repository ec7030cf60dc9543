package io.keyway.usage.quotas;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.ingest.LicenseKeys;
import io.keyway.usage.quotas.Balances.Balance;
import io.keyway.usage.rights.UsageRights;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /balances}: what was used in the current month, and what remains. */
@RestController
@RequestMapping("/api/v1/balances")
class BalanceController {

    private final Balances balances;
    private final Subjects subjects;
    private final LicenseKeys licenseKeys;

    BalanceController(Balances balances, Subjects subjects, LicenseKeys licenseKeys) {
        this.balances = balances;
        this.subjects = subjects;
        this.licenseKeys = licenseKeys;
    }

    /**
     * Usage in the current month, and what remains.
     *
     * @param licenseId the license; absent if a customer or partner was asked for
     * @param customerId the customer; absent otherwise
     * @param partnerId the partner; absent otherwise
     * @param items one balance per meter asked for
     */
    record BalancesResponse(
            @Nullable LicenseId licenseId,
            @Nullable CustomerId customerId,
            @Nullable PartnerId partnerId,
            List<Balance> items) {}

    /**
     * Get what a license, customer or partner has used in the current month, and what remains.
     *
     * <p>Exactly one of {@code licenseId}, {@code customerId} and {@code partnerId} is required
     * ({@code invalid_request}). A partner's usage is that of its whole branch; a license's and a
     * customer's that under its present owner. An answer is from memory and at most a second old. A
     * hard limit stops no counting, because bills must be exact: products ask whether they are
     * {@code allowed}. A partner needs {@code read_usage}; a customer reads its own balance and
     * those of its licenses. A product asks for its own license with {@code Authorization: License}
     * and the license's key, without {@code licenseId}; a key that no license has is {@code
     * unauthenticated}. What is outside the caller's scope and an unknown meter are {@code
     * not_found}. {@code unavailable} means that counted events wait to be folded; try again.
     *
     * @param licenseId the license
     * @param customerId the customer: all of its licenses
     * @param partnerId the partner: its whole branch
     * @param meterCode code of one meter; default: all meters of the vendor that are not archived,
     *     by position and then code
     * @return a balance per meter
     */
    @GetMapping
    BalancesResponse balances(
            Caller caller,
            @Parameter(hidden = true) @RequestHeader(name = LicenseKey.HEADER, required = false)
                    @Nullable String licenseKey,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(name = "meter", required = false) @Nullable String meterCode) {
        if (caller.role() == Role.ANONYMOUS && licenseKey != null) {
            return ofProduct(
                    licenseKeys.licenseOf(licenseKey), licenseId, customerId, partnerId, meterCode);
        }
        UsageRights.requireReader(caller);
        return new BalancesResponse(
                licenseId,
                customerId,
                partnerId,
                balances.of(
                        Subjects.one(licenseId, customerId, partnerId),
                        meterCode,
                        subject -> caller.sees(subject.path(), subject.customerId()),
                        () -> subjects.find(caller, licenseId, customerId, partnerId)));
    }

    /** A product sees its own license; everything else is as good as missing. */
    private BalancesResponse ofProduct(
            LicenseId own,
            @Nullable LicenseId license,
            @Nullable CustomerId customer,
            @Nullable PartnerId partner,
            @Nullable String meterCode) {
        if (customer != null || partner != null || (license != null && !license.equals(own))) {
            throw Refused.notFound();
        }
        return new BalancesResponse(
                own,
                null,
                null,
                balances.of(own, meterCode, subject -> true, () -> subjects.ofProduct(own)));
    }
}
