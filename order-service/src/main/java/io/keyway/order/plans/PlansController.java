package io.keyway.order.plans;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.rating.Rate;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.rating.RateReader;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Patches;
import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The plans that a partner offers. */
@RestController
@RequestMapping("/api/v1/plans")
class PlansController {

    record Fee(
            @NotNull @Min(0) Long amount, @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {}

    record MeterRateRequest(@NotBlank @Size(max = 100) String meter, @NotNull Rate rate) {}

    /**
     * @param rates absent for none: only the fee is owed
     */
    record PlanRequest(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Valid Fee fee,
            @Nullable @Size(max = 100) List<@NotNull @Valid MeterRateRequest> rates,
            @Nullable CatalogStatus status) {

        static PlanRequest of(Plan plan) {
            return new PlanRequest(
                    plan.name(),
                    new Fee(plan.fee().amount(), plan.fee().currency()),
                    plan.rates().stream()
                            .map(rate -> new MeterRateRequest(rate.meter(), rate.rate()))
                            .toList(),
                    plan.status());
        }
    }

    record PlanResponse(
            PlanId id,
            PartnerId ownerId,
            String name,
            Money fee,
            List<MeterRate> rates,
            CatalogStatus status,
            Instant createdAt) {

        static PlanResponse from(Plan plan) {
            return new PlanResponse(
                    plan.id(),
                    plan.ownerId(),
                    plan.name(),
                    plan.fee(),
                    plan.rates(),
                    plan.status(),
                    plan.createdAt());
        }
    }

    private final Plans plans;
    private final Network network;
    private final OrderProperties settings;
    private final MergePatch mergePatch;
    private final Clock clock;

    PlansController(
            Plans plans,
            Network network,
            OrderProperties settings,
            MergePatch mergePatch,
            Clock clock) {
        this.plans = plans;
        this.network = network;
        this.settings = settings;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PlanResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody PlanRequest body) {
        if (caller.partnerId() == null || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        PartnerState owner = network.partner(caller, caller.partnerId());
        Plan plan = plan(newId.as(PlanId::with), owner.path(), body, clock.instant());
        return answer(201, plans.insert(plan, new PlanChanged(plan.toState())));
    }

    @GetMapping
    Page<PlanResponse> list(Caller caller, PageRequest page) {
        return plans.page(caller, page).map(stored -> PlanResponse.from(stored.state()));
    }

    @GetMapping("/{id}")
    ResponseEntity<PlanResponse> get(Caller caller, @PathVariable PlanId id) {
        return answer(200, read(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<PlanResponse> edit(
            Caller caller,
            @PathVariable PlanId id,
            IfMatch ifMatch,
            @Patches(PlanRequest.class) @RequestBody JsonNode patch) {
        Plan seen = read(caller, id).state();
        if (!seen.ownerId().equals(caller.partnerId()) || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return answer(
                200,
                plans.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            Plan now = stored.state();
                            PlanRequest edit = mergePatch.apply(PlanRequest.of(now), patch);
                            Plan next = plan(id, now.scope(), edit, now.createdAt());
                            return next.equals(now)
                                    ? Decision.keep()
                                    : Decision.change(next, new PlanChanged(next.toState()));
                        }));
    }

    /** A partner reads the plan that it is on as well; no other of those above it. */
    private Stored<Plan> read(Caller caller, PlanId id) {
        boolean isOn =
                caller.partnerId() != null
                        && network.findPartner(caller, caller.partnerId())
                                .filter(partner -> id.equals(partner.planId()))
                                .isPresent();
        return isOn ? plans.load(id) : plans.find(caller, id);
    }

    private Plan plan(PlanId id, List<PartnerId> path, PlanRequest body, Instant createdAt) {
        List<MeterRateRequest> rates = Objects.requireNonNullElse(body.rates(), List.of());
        check(body.fee().currency(), rates);
        return new Plan(
                id,
                path,
                path.getLast(),
                body.name().strip(),
                new Money(body.fee().amount(), body.fee().currency()),
                rates.stream().map(rate -> new MeterRate(rate.meter(), rate.rate())).toList(),
                Objects.requireNonNullElse(body.status(), CatalogStatus.ACTIVE),
                createdAt);
    }

    private void check(String currency, List<MeterRateRequest> rates) {
        if (!RateReader.isCurrency(currency)) {
            throw Refused.invalid("fee.currency", "must be a code of ISO 4217 like EUR").get();
        }
        if (rates.size() > settings.ratesMax()) {
            throw Refused.invalid("rates", "must be at most " + settings.ratesMax()).get();
        }
        List<Problem.InvalidField> faults = new ArrayList<>();
        Set<String> meters = new HashSet<>();
        for (int i = 0; i < rates.size(); i++) {
            String field = "rates[" + i + "]";
            MeterRateRequest rate = rates.get(i);
            if (!meters.add(rate.meter())) {
                faults.add(new Problem.InvalidField(field + ".meter", "has a rate already"));
            }
            if (RateReader.read(rate.rate())
                    instanceof RateReader.Read.Invalid(List<RateReader.Fault> found)) {
                found.forEach(
                        fault ->
                                faults.add(
                                        new Problem.InvalidField(
                                                field + ".rate." + fault.field(), fault.reason())));
            } else if (!currency.equals(rate.rate().currency())) {
                faults.add(
                        new Problem.InvalidField(field + ".rate.currency", "must be the plan's"));
            }
        }
        if (!faults.isEmpty()) {
            throw new Refused(new Problem(ProblemCode.INVALID_REQUEST, null, faults));
        }
    }

    private static ResponseEntity<PlanResponse> answer(int status, Stored<Plan> stored) {
        return ResponseEntity.status(status)
                .eTag(stored.etag())
                .body(PlanResponse.from(stored.state()));
    }
}
