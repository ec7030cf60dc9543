package io.keyway.order.plans;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.MeterRate;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Patches;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Stored;
import jakarta.validation.Valid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The plans that a partner offers to those below it. */
@RestController
@RequestMapping("/api/v1/plans")
class PlansController {

    /**
     * A plan.
     *
     * @param id the plan
     * @param ownerId the partner that offers it
     * @param name name shown to those who are on it
     * @param fee fee for a calendar month, as of today (UTC)
     * @param rates usage rates as of today, one for each meter; empty if only the fee is owed
     * @param status {@code active} or {@code withdrawn}
     * @param createdAt when it was created
     * @param prices fee and rates by date, oldest first: each holds until the next one begins. The
     *     first has no {@code from}; those of days to come are changes that are planned
     */
    record PlanResponse(
            PlanId id,
            PartnerId ownerId,
            String name,
            Money fee,
            List<MeterRate> rates,
            CatalogStatus status,
            Instant createdAt,
            List<PlanPrices> prices) {

        static PlanResponse from(Plan plan) {
            return new PlanResponse(
                    plan.id(),
                    plan.ownerId(),
                    plan.name(),
                    plan.fee(),
                    plan.rates(),
                    plan.status(),
                    plan.createdAt(),
                    plan.datedPrices());
        }
    }

    private final Plans plans;
    private final WritePlans writePlans;

    PlansController(Plans plans, WritePlans writePlans) {
        this.plans = plans;
        this.writePlans = writePlans;
    }

    /**
     * Create a plan. The plan is offered by the caller's own partner to those below it. Needs the
     * permission {@code manage_plans} ({@code forbidden}), which partners with the model {@code
     * own_plans} have.
     *
     * @return the plan
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PlanResponse> create(
            Caller caller, NewId newId, @Valid @RequestBody PlanRequest body) {
        return answer(201, writePlans.create(caller, newId.as(PlanId::with), body));
    }

    /**
     * List plans. The plans that the caller and the partners below it offer, newest first.
     *
     * @return a page of plans
     */
    @GetMapping
    Page<PlanResponse> list(Caller caller, PageRequest page) {
        return plans.page(caller, page).map(this::response);
    }

    /**
     * Get a plan. One that is offered in the caller's branch, or the plan that the caller itself is
     * on; any other is {@code not_found}.
     *
     * @param id the plan
     * @return the plan
     */
    @GetMapping("/{id}")
    ResponseEntity<PlanResponse> get(Caller caller, @PathVariable PlanId id) {
        return answer(200, writePlans.read(caller, id));
    }

    /**
     * Change a plan. The body is a JSON merge patch: absent fields stay, {@code rates} is replaced
     * as a whole. Only the partner that offers the plan may change it, with the permission {@code
     * manage_plans} ({@code forbidden}).
     *
     * <p>New prices ({@code fee}, {@code rates}) hold from the day {@code from} on, in UTC, until
     * the next change; without it from today on. They replace prices that begin on the same day.
     * The days before keep their prices: the month is rated in parts, and a part owes the fee × its
     * days ÷ days of the month. The first day of the previous month is the earliest day, and two
     * years from today the latest. A plan has at most 60 prices by date, and 5,000 rates and tiers
     * in all of them together ({@code conflict}).
     *
     * @param id the plan
     * @return the changed plan
     */
    @PatchMapping("/{id}")
    ResponseEntity<PlanResponse> edit(
            Caller caller,
            @PathVariable PlanId id,
            IfMatch ifMatch,
            @Patches(PlanEdit.class) @RequestBody JsonNode patch) {
        return answer(200, writePlans.edit(caller, id, ifMatch, patch));
    }

    /**
     * Take back a change of prices. Prices of a day to come are removed; those before them hold on.
     * Prices that are in force already are {@code conflict}; a day on which no prices begin is
     * {@code not_found}. Only the partner that offers the plan may do so, with the permission
     * {@code manage_plans} ({@code forbidden}).
     *
     * @param id the plan
     * @param from the day on which the prices would begin, like {@code 2026-12-01}
     * @return the plan without them
     */
    @DeleteMapping("/{id}/prices/{from}")
    ResponseEntity<PlanResponse> takeBack(
            Caller caller, @PathVariable PlanId id, @PathVariable LocalDate from, IfMatch ifMatch) {
        return answer(200, writePlans.takeBack(caller, id, from, ifMatch));
    }

    private PlanResponse response(Stored<Plan> stored) {
        return PlanResponse.from(stored.state().asOf(writePlans.today()));
    }

    private ResponseEntity<PlanResponse> answer(int status, Stored<Plan> stored) {
        return ResponseEntity.status(status).eTag(stored.etag()).body(response(stored));
    }
}
