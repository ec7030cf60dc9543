package io.keyway.order.plans;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CatalogEvent.PlanChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.order.OrderProperties;
import io.keyway.order.network.Network;
import java.time.Clock;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Creates and changes plans. */
@Component
class WritePlans {

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

    /** Applies a JSON merge patch; only the partner that offers the plan may do so. */
    Stored<Plan> edit(Caller caller, PlanId id, IfMatch ifMatch, JsonNode patch) {
        Plan seen = read(caller, id).state();
        if (!seen.ownerId().equals(caller.partnerId()) || !caller.may(Permission.MANAGE_PLANS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        return plans.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    Plan now = stored.state();
                    PlanRequest edited = mergePatch.apply(PlanRequest.of(now), patch);
                    Plan next =
                            edited.toPlan(id, now.scope(), now.createdAt(), settings.ratesMax());
                    return next.equals(now)
                            ? Decision.keep()
                            : Decision.change(next, new PlanChanged(next.toState()));
                });
    }

    /** The plan, if it is offered in the caller's branch or is the one that the caller is on. */
    Stored<Plan> read(Caller caller, PlanId id) {
        boolean isOnPlan =
                caller.partnerId() != null
                        && network.findPartner(caller, caller.partnerId())
                                .filter(partner -> id.equals(partner.planId()))
                                .isPresent();
        return isOnPlan ? plans.load(id) : plans.find(caller, id);
    }
}
