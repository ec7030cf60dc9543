package io.keyway.partner.partners;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Patches;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.plans.PlanChange;
import jakarta.validation.Valid;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** Creating, finding and changing partners. */
@RestController
@RequestMapping("/api/v1/partners")
class PartnersController {

    private final CreatePartners createPartners;
    private final Partners partners;
    private final Clock clock;
    private final EditPartners editPartners;

    PartnersController(
            CreatePartners createPartners,
            EditPartners editPartners,
            Partners partners,
            Clock clock) {
        this.createPartners = createPartners;
        this.editPartners = editPartners;
        this.partners = partners;
        this.clock = clock;
    }

    /**
     * Create a partner. Creates the partner and the account with which it signs in. The parent must
     * be in the caller's branch ({@code not_found}); the caller needs {@code manage_partners}
     * ({@code forbidden}). An e-mail or login domain that is taken is {@code invalid_request}, like
     * a withdrawn plan; a plan that no partner above offers is {@code not_found}, and a grant
     * beyond the parent's portfolio {@code not_in_portfolio}.
     *
     * @return the partner
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PartnerResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody CreatePartner body) {
        return answer(201, createPartners.create(caller, newId, body));
    }

    /**
     * List partners. The caller's partner and those below it; newest first, unless sorted
     * otherwise.
     *
     * @param q part of a name or e-mail; absent for all
     * @param type only partners of this type; absent for all
     * @param model only partners with this model; absent for all
     * @param status only partners with this status; absent for all
     * @param parentId only partners directly below this one; absent for all
     * @param sort {@code name}, {@code email}, {@code createdAt}, {@code status} or {@code type},
     *     with {@code -} before it for descending
     * @return a page of partners
     */
    @GetMapping
    Page<PartnerResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable PartnerType type,
            @RequestParam(required = false) @Nullable PartnerModel model,
            @RequestParam(required = false) @Nullable PartnerStatus status,
            @RequestParam(required = false) @Nullable PartnerId parentId,
            @RequestParam(defaultValue = "-createdAt") PartnerSorting sort) {
        Partner parent = parentId == null ? null : partners.find(caller, parentId).state();
        return partners.page(
                        caller, new Partners.Filter(q, type, model, status, parent), sort, page)
                .map(stored -> response(stored.state()));
    }

    /**
     * Get a partner. A partner outside the caller's branch is {@code not_found}.
     *
     * @param id the partner
     * @return the partner
     */
    @GetMapping("/{id}")
    ResponseEntity<PartnerResponse> get(Caller caller, @PathVariable PartnerId id) {
        return answer(200, partners.find(caller, id));
    }

    /**
     * Change a partner. The body is a JSON merge patch: absent fields stay. The caller must be
     * above the partner and needs {@code manage_partners} ({@code forbidden}). A new plan that no
     * partner above offers is {@code not_found}; a withdrawn one is {@code invalid_request}. A
     * distributor with partners below it does not become a reseller ({@code partners_below}).
     *
     * <p>A plan holds from the day {@code planFrom} on, in UTC; without it from today on. A part of
     * a month owes the fee × its days ÷ days of the month. To cancel the plan at the end of the
     * month, send {@code planId} null and the first day of the next month; to cancel it now, send
     * {@code planId} null alone. One change at most is to come: a new one replaces it, and the
     * present plan with today's date takes it back. After 60 changes in 25 months a further one is
     * {@code conflict}.
     *
     * @param id the partner
     * @return the changed partner
     */
    @PatchMapping("/{id}")
    ResponseEntity<PartnerResponse> edit(
            Caller caller,
            @PathVariable PartnerId id,
            IfMatch ifMatch,
            @Patches(EditPartner.class) @RequestBody JsonNode patch) {
        return answer(200, editPartners.edit(caller, id, ifMatch, patch));
    }

    /**
     * Activate a partner. The partner and everybody below it have access again. The caller must be
     * above it and needs {@code manage_partners} ({@code forbidden}).
     *
     * @param id the partner
     * @return the active partner
     */
    @PostMapping("/{id}/activate")
    ResponseEntity<PartnerResponse> activate(Caller caller, @PathVariable PartnerId id) {
        return answer(200, editPartners.setStatus(caller, id, PartnerStatus.ACTIVE));
    }

    /**
     * Deactivate a partner. Within a second every gateway refuses the tokens and API keys of the
     * partner and of every partner and customer below it. The caller must be above it and needs
     * {@code manage_partners} ({@code forbidden}).
     *
     * @param id the partner
     * @return the inactive partner
     */
    @PostMapping("/{id}/deactivate")
    ResponseEntity<PartnerResponse> deactivate(Caller caller, @PathVariable PartnerId id) {
        return answer(200, editPartners.setStatus(caller, id, PartnerStatus.INACTIVE));
    }

    private PartnerResponse response(Partner partner) {
        return PartnerResponse.from(partner, PlanChange.today(clock));
    }

    private ResponseEntity<PartnerResponse> answer(int status, Stored<Partner> stored) {
        return ResponseEntity.status(status).eTag(stored.etag()).body(response(stored.state()));
    }
}
