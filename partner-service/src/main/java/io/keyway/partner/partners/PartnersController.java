package io.keyway.partner.partners;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerActivated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.portfolio.GrantRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
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

/** Creating, finding, editing and switching partners. */
@RestController
@RequestMapping("/api/v1/partners")
class PartnersController {

    record ContactRequest(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Email @Size(max = 320) String email,
            @NotNull @Phone String phone) {

        Partner.Contact toContact() {
            return new Partner.Contact(name, email, phone);
        }
    }

    /**
     * @param parentId the partner that it is created under; absent for the caller's own
     * @param trialLicenseLimit trial licenses that it may issue in a calendar month, in UTC; absent
     *     for any number
     * @param currency of a vendor and so of its whole tree, ISO 4217; absent for EUR
     */
    record CreatePartner(
            @NotNull PartnerType type,
            @Nullable PartnerModel model,
            @Nullable PartnerId parentId,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Email @Size(max = 320) String email,
            @NotNull @Phone String phone,
            @Nullable
                    @Size(max = 500)
                    @Pattern(regexp = "https?://\\S+", message = "must be an http(s) address")
                    String website,
            @NotNull @Size(min = 8, max = 128) String password,
            @NotNull @Valid ContactRequest contact,
            @NotNull
                    @Pattern(regexp = "[a-z]{2,63}", message = "must be 2 to 63 lower-case letters")
                    String loginDomain,
            @Nullable @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code")
                    String currency,
            @Nullable PlanId planId,
            @Nullable @Size(max = 100) Set<@NotNull Permission> permissions,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal discountPercent,
            @Nullable @DecimalMin("0") @DecimalMax("100") BigDecimal commissionPercent,
            @Nullable @Min(0) @Max(1_000_000) Integer unpaidLicenseLimit,
            @Nullable @Min(0) @Max(1_000_000) Integer trialLicenseLimit,
            @Nullable @Size(max = 200) String externalReferenceId,
            @Nullable @Size(max = 1000) List<@NotNull @Valid GrantRequest> grants) {}

    /**
     * What PATCH may touch.
     *
     * @param type a distributor may become a reseller and back; the new type's permissions come
     *     with it unless others are given
     * @param model {@code own_plans} brings the permission to make plans, another takes it away,
     *     unless permissions are given
     * @param email the partner's own account signs in with the new one from then on
     */
    record EditPartner(
            @NotNull PartnerType type,
            @Nullable PartnerModel model,
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Email @Size(max = 320) String email,
            @NotNull @Phone String phone,
            @Nullable
                    @Size(max = 500)
                    @Pattern(regexp = "https?://\\S+", message = "must be an http(s) address")
                    String website,
            @NotNull @Valid ContactRequest contact,
            boolean portalEnabled,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions,
            @Nullable PlanId planId,
            @NotNull @DecimalMin("0") @DecimalMax("100") BigDecimal discountPercent,
            @NotNull @DecimalMin("0") @DecimalMax("100") BigDecimal commissionPercent,
            @NotNull @Min(0) @Max(1_000_000) Integer unpaidLicenseLimit,
            @Nullable @Min(0) @Max(1_000_000) Integer trialLicenseLimit,
            @Nullable @Size(max = 200) String externalReferenceId) {

        static EditPartner of(Partner partner) {
            Partner.Contact contact = partner.contact();
            return new EditPartner(
                    partner.type(),
                    partner.model(),
                    partner.name(),
                    partner.email(),
                    partner.phone(),
                    partner.website(),
                    new ContactRequest(contact.name(), contact.email(), contact.phone()),
                    partner.portalEnabled(),
                    partner.permissions(),
                    partner.planId(),
                    partner.discountPercent(),
                    partner.commissionPercent(),
                    partner.unpaidLicenseLimit(),
                    partner.trialLicenseLimit(),
                    partner.externalReferenceId());
        }

        Partner applyTo(Partner partner, Set<Permission> granted) {
            return new Partner(
                    partner.id(),
                    partner.scope(),
                    type,
                    model,
                    name.strip(),
                    Account.login(email),
                    phone,
                    website,
                    contact.toContact(),
                    partner.loginDomain(),
                    partner.status(),
                    portalEnabled,
                    granted,
                    partner.currency(),
                    planId,
                    discountPercent,
                    commissionPercent,
                    unpaidLicenseLimit,
                    trialLicenseLimit,
                    externalReferenceId,
                    partner.createdAt(),
                    partner.closedAt());
        }
    }

    private final CreatePartners create;
    private final Partners partners;
    private final EditPartners edit;

    PartnersController(CreatePartners create, EditPartners edit, Partners partners) {
        this.create = create;
        this.edit = edit;
        this.partners = partners;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PartnerResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody CreatePartner body) {
        return answer(201, create.create(caller, newId, body));
    }

    @GetMapping
    Page<PartnerResponse> list(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable PartnerType type,
            @RequestParam(required = false) @Nullable PartnerModel model,
            @RequestParam(required = false) @Nullable PartnerStatus status,
            @RequestParam(required = false) @Nullable PartnerId parentId,
            @RequestParam(defaultValue = "-createdAt") PartnerOrder sort) {
        Partner parent = parentId == null ? null : partners.find(caller, parentId).state();
        return partners.page(caller, new Partners.Asked(q, type, model, status, parent), sort, page)
                .map(stored -> PartnerResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<PartnerResponse> get(Caller caller, @PathVariable PartnerId id) {
        return answer(200, partners.find(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<PartnerResponse> edit(
            Caller caller,
            @PathVariable PartnerId id,
            IfMatch ifMatch,
            @Patches(EditPartner.class) @RequestBody JsonNode patch) {
        partners.requireAbove(caller, id);
        return answer(200, edit.edit(caller, id, ifMatch, patch));
    }

    @PostMapping("/{id}/activate")
    ResponseEntity<PartnerResponse> activate(Caller caller, @PathVariable PartnerId id) {
        return switchTo(PartnerStatus.ACTIVE, caller, id);
    }

    @PostMapping("/{id}/deactivate")
    ResponseEntity<PartnerResponse> deactivate(Caller caller, @PathVariable PartnerId id) {
        return switchTo(PartnerStatus.INACTIVE, caller, id);
    }

    private ResponseEntity<PartnerResponse> switchTo(
            PartnerStatus status, Caller caller, PartnerId id) {
        partners.requireAbove(caller, id);
        return answer(
                200,
                partners.change(
                        id,
                        stored -> {
                            if (stored.state().status() == status) {
                                return Decision.keep();
                            }
                            Partner next = stored.state().withStatus(status);
                            return Decision.change(
                                    next,
                                    status == PartnerStatus.ACTIVE
                                            ? new PartnerActivated(next.toState())
                                            : new PartnerDeactivated(next.toState()));
                        }));
    }

    private static ResponseEntity<PartnerResponse> answer(int status, Stored<Partner> stored) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(PartnerResponse.from(stored.state()));
    }
}
