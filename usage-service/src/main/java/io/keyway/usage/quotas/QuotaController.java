package io.keyway.usage.quotas;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.usage.meters.DefinedMeter;
import io.keyway.usage.meters.Meters;
import io.keyway.usage.rights.UsageRights;
import jakarta.validation.Valid;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /quotas}: what licenses, customers and partners may use in a month. */
@RestController
@RequestMapping("/api/v1/quotas")
class QuotaController {

    private final SetQuotas setQuotas;
    private final Quotas quotas;
    private final Subjects subjects;
    private final Meters meters;
    private final MergePatch mergePatch;

    QuotaController(
            SetQuotas setQuotas,
            Quotas quotas,
            Subjects subjects,
            Meters meters,
            MergePatch mergePatch) {
        this.setQuotas = setQuotas;
        this.quotas = quotas;
        this.subjects = subjects;
        this.meters = meters;
        this.mergePatch = mergePatch;
    }

    /**
     * A quota.
     *
     * @param id the quota
     * @param meter code of the meter
     * @param licenseId the license whose usage it is about; absent for a customer or partner
     * @param customerId the customer; absent otherwise
     * @param partnerId the partner; absent otherwise
     * @param included what each month includes, a decimal string
     * @param limit {@code soft} or {@code hard}
     * @param thresholds percents of {@code included} whose reaching is told
     * @param raised the last month in which a threshold was reached; absent if none was yet
     * @param setBy the partner that has set it: it and those above may change it; absent for
     *     customers
     * @param createdAt when it was set
     */
    record QuotaResponse(
            QuotaId id,
            String meter,
            @Nullable LicenseId licenseId,
            @Nullable CustomerId customerId,
            @Nullable PartnerId partnerId,
            BigDecimal included,
            Quota.Limit limit,
            List<Integer> thresholds,
            @Nullable RaisedThreshold raised,
            @Nullable PartnerId setBy,
            Instant createdAt) {

        static QuotaResponse from(Caller caller, Quota quota) {
            Quota.Raised raised = quota.raised();
            return new QuotaResponse(
                    quota.id(),
                    quota.meter(),
                    quota.subject().licenseId(),
                    quota.subject().asCustomer(),
                    quota.subject().asPartner(),
                    quota.included(),
                    quota.limit(),
                    quota.thresholds(),
                    raised == null
                            ? null
                            : new RaisedThreshold(raised.period().toString(), raised.percent()),
                    caller.role() == Role.CUSTOMER ? null : quota.setBy(),
                    quota.createdAt());
        }
    }

    /**
     * A threshold that was reached, and told once.
     *
     * @param period the month, {@code YYYY-MM}, UTC
     * @param percent the highest threshold that was reached in it
     */
    record RaisedThreshold(String period, int percent) {}

    /**
     * Set a quota.
     *
     * <p>What a license, a customer or a partner's branch may use of a meter in each month, from
     * this month on. Thresholds that this month's usage has reached already are told at once. Needs
     * {@code manage_plans}, and a partner itself has no quota of its own ({@code forbidden}). What
     * is outside the caller's scope and an unknown meter are {@code not_found}; a second quota of
     * the same meter is {@code already_exists}.
     *
     * @param request the quota
     * @return the new quota
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<QuotaResponse> set(
            Caller caller, @Valid @RequestBody SetQuotas.NewQuota request, NewId newId) {
        Stored<Quota> made = setQuotas.set(caller, newId.as(QuotaId::with), request);
        return ResponseEntity.created(URI.create("/api/v1/quotas/" + made.state().id()))
                .eTag(made.etag())
                .body(QuotaResponse.from(caller, made.state()));
    }

    /**
     * List the quotas of a license, customer or partner, newest first.
     *
     * <p>Exactly one of {@code licenseId}, {@code customerId} and {@code partnerId} is required
     * ({@code invalid_request}). A partner needs {@code read_usage} ({@code forbidden}); a customer
     * sees its own quotas and those of its licenses. What is outside the caller's scope and an
     * unknown meter are {@code not_found}.
     *
     * @param licenseId the license
     * @param customerId the customer
     * @param partnerId the partner
     * @param meterCode code of one meter; default: all meters of the vendor
     * @return a page of quotas
     */
    @GetMapping
    Page<QuotaResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(name = "meter", required = false) @Nullable String meterCode,
            PageRequest page) {
        UsageRights.requireReader(caller);
        Subject subject = subjects.find(caller, licenseId, customerId, partnerId);
        List<MeterId> asked =
                meters.definedNow(subject.vendor()).stream()
                        .filter(
                                meter ->
                                        meterCode == null || meter.meter().code().equals(meterCode))
                        .map(DefinedMeter::id)
                        .toList();
        if (asked.isEmpty() && meterCode != null) {
            throw Refused.notFound();
        }
        String after = page.afterId();
        List<Quota> rest =
                quotas.of(subject, asked).stream()
                        .map(Stored::state)
                        .filter(quota -> after == null || quota.id().value().compareTo(after) < 0)
                        .sorted(
                                Comparator.comparing((Quota quota) -> quota.id().value())
                                        .reversed())
                        .toList();
        List<Quota> shown = rest.subList(0, Math.min(rest.size(), page.limit()));
        return new Page<>(
                shown.stream().map(quota -> QuotaResponse.from(caller, quota)).toList(),
                shown.size() == rest.size()
                        ? null
                        : PageRequest.cursor(shown.getLast().id().value()));
    }

    /**
     * Get a quota.
     *
     * <p>A partner needs {@code read_usage} ({@code forbidden}). A quota of what is outside the
     * caller's scope is {@code not_found}.
     *
     * @param id the quota
     * @return the quota
     */
    @GetMapping("/{id}")
    ResponseEntity<QuotaResponse> get(Caller caller, @PathVariable QuotaId id) {
        UsageRights.requireReader(caller);
        return answer(caller, setQuotas.seen(caller, id));
    }

    /**
     * Change a quota.
     *
     * <p>A JSON merge patch: absent fields stay. Thresholds that the month's usage has reached with
     * the new values are told at once; what was told in a month is not told again in it, whatever
     * the quota becomes. Needs {@code manage_plans}; a quota that a partner above has set is {@code
     * forbidden}. With {@code If-Match}, a quota that was changed meanwhile is {@code
     * version_mismatch}; a threshold that was reached meanwhile is a change too.
     *
     * @param id the quota
     * @param patch the fields to change
     * @return the quota after the change
     */
    @PatchMapping(
            path = "/{id}",
            consumes = {"application/merge-patch+json", "application/json"})
    ResponseEntity<QuotaResponse> patch(
            Caller caller,
            @PathVariable QuotaId id,
            IfMatch ifMatch,
            @Patches(QuotaEdit.class) @RequestBody JsonNode patch) {
        return answer(
                caller,
                setQuotas.change(
                        caller,
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return mergePatch.apply(QuotaEdit.of(stored.state()), patch);
                        }));
    }

    /**
     * Delete a quota.
     *
     * <p>From then on nothing is limited; what was used stays counted. Needs {@code manage_plans};
     * a quota that a partner above has set is {@code forbidden}. With {@code If-Match}, a quota
     * that was changed meanwhile is {@code version_mismatch}.
     *
     * @param id the quota
     */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable QuotaId id, IfMatch ifMatch) {
        Stored<Quota> quota;
        do {
            quota = setQuotas.changeable(caller, id);
            ifMatch.require(quota);
        } while (!setQuotas.delete(quota));
    }

    private static ResponseEntity<QuotaResponse> answer(Caller caller, Stored<Quota> quota) {
        return ResponseEntity.ok()
                .eTag(quota.etag())
                .body(QuotaResponse.from(caller, quota.state()));
    }
}
