package io.keyway.order.plans;

import io.keyway.contracts.Dated;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Creates and changes plans. */
@Component
class WritePlans {

    /**
     * Rates and tiers of a plan whose prices changed, over all dates: an event with more of them
     * could be larger than the bus takes.
     */
    private static final int PARTS_MAX = 5_000;

    private final Plans plans;
    private final Network network;
    private final OrderProperties settings;
    private final MergePatch mergePatch;
    private final Clock clock;

    WritePlans(
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

    Stored<Plan> create(Caller caller, PlanId id, PlanRequest request) {
        if (caller.partnerId() == null || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        PartnerState owner = network.partner(caller, caller.partnerId());
        Plan plan = request.toPlan(id, owner.path(), clock.instant(), settings.ratesMax());
        return plans.insert(plan, new PlanChanged(plan.toState()));
    }

    /**
     * Applies a JSON merge patch; only the partner that offers the plan may do so. What is absent
     * about prices stays as it is on the day of the change.
     */
    Stored<Plan> edit(Caller caller, PlanId id, IfMatch ifMatch, JsonNode patch) {
        requireOwner(caller, id);
        return plans.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    LocalDate today = today();
                    Plan now = stored.state();
                    Plan next = edited(now.asOf(today), patch, today);
                    return changed(now, next);
                });
    }

    private Plan edited(Plan now, JsonNode patch, LocalDate today) {
        LocalDate from =
                mergePatch.apply(PlanEdit.of(now, now.datedPrices().getLast()), patch).from();
        if (from != null && !patch.has("fee") && !patch.has("rates")) {
            throw Refused.invalid("from", "needs fee or rates: nothing else has a date").get();
        }
        LocalDate day = from == null ? today : requireNear(from, today);
        Plan wanted =
                mergePatch
                        .apply(PlanEdit.of(now, Dated.on(now.datedPrices(), day)), patch)
                        .toRequest()
                        .toPlan(now.id(), now.scope(), now.createdAt(), settings.ratesMax());
        List<PlanPrices> prices =
                Dated.kept(
                        Dated.with(
                                now.datedPrices(),
                                new PlanPrices(day, wanted.fee(), wanted.rates())),
                        today);
        requireRoom(prices);
        return wanted.with(prices, today);
    }

    private static LocalDate requireNear(LocalDate from, LocalDate today) {
        if (from.isBefore(Dated.earliest(today)) || from.isAfter(Dated.latest(today))) {
            throw Refused.invalid(
                            "from",
                            "must be from " + Dated.earliest(today) + " to " + Dated.latest(today))
                    .get();
        }
        return from;
    }

    private static void requireRoom(List<PlanPrices> prices) {
        if (prices.size() > Dated.ENTRIES_MAX) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "The plan has "
                            + Dated.ENTRIES_MAX
                            + " prices by date: take a coming one back.");
        }
        long parts =
                prices.stream()
                        .flatMap(some -> some.rates().stream())
                        .mapToLong(
                                rate ->
                                        1
                                                + (rate.rate().tiers() == null
                                                        ? 0
                                                        : rate.rate().tiers().size()))
                        .sum();
        if (prices.size() > 1 && parts > PARTS_MAX) {
            throw new Refused(
                    ProblemCode.CONFLICT,
                    "The prices by date have more than "
                            + PARTS_MAX
                            + " rates and tiers together.");
        }
    }

    /** Takes a change of prices back that has not taken effect yet. */
    Stored<Plan> takeBack(Caller caller, PlanId id, LocalDate from, IfMatch ifMatch) {
        requireOwner(caller, id);
        return plans.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    LocalDate today = today();
                    Plan now = stored.state();
                    if (now.datedPrices().stream().noneMatch(some -> from.equals(some.from()))) {
                        throw Refused.notFound();
                    }
                    if (!from.isAfter(today)) {
                        throw new Refused(
                                ProblemCode.CONFLICT,
                                "These prices are in force already: change them instead.");
                    }
                    return changed(
                            now,
                            now.with(
                                    Dated.distinct(
                                            now.datedPrices().stream()
                                                    .filter(some -> !from.equals(some.from()))
                                                    .toList()),
                                    today));
                });
    }

    private static Decision<Plan> changed(Plan now, Plan next) {
        return next.equals(now)
                ? Decision.keep()
                : Decision.change(next, new PlanChanged(next.toState()));
    }

    private void requireOwner(Caller caller, PlanId id) {
        Plan seen = read(caller, id).state();
        if (!seen.ownerId().equals(caller.partnerId()) || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    /** Prices and plans change with the day in UTC, like the months of statements. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The plan, if it is offered in the caller's branch or is one that the caller is to be on. */
    Stored<Plan> read(Caller caller, PlanId id) {
        boolean isOnPlan =
                caller.partnerId() != null
                        && network.findPartner(caller, caller.partnerId())
                                .filter(partner -> isOn(partner, id))
                                .isPresent();
        return isOnPlan ? plans.load(id) : plans.find(caller, id);
    }

    private boolean isOn(PartnerState partner, PlanId id) {
        return PlanPeriod.plans(Dated.onwards(partner.planPeriods(), today())).anyMatch(id::equals);
    }
}
