package io.keyway.partner.plans;

import io.keyway.contracts.event.CatalogEvent.CatalogStatus;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.network.Catalog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which plan a partner or customer may be given, and which it keeps when it moves. */
@Component
public class PlanRules {

    private final Catalog catalog;

    PlanRules(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Requires that the plan may be given. A plan that it has, or is to have, may stay, even if it
     * was withdrawn since.
     *
     * @param before present and coming plans
     * @param chosen null for none
     * @param offering the partners whose plans it may be given
     * @throws Refused {@code not_found} for a plan that none of them offers, {@code
     *     invalid_request} for a withdrawn one
     */
    public void requireChoosable(
            List<PlanPeriod> before, @Nullable PlanId chosen, List<PartnerId> offering) {
        if (chosen == null || PlanPeriod.plans(before).anyMatch(chosen::equals)) {
            return;
        }
        PlanState plan = offered(chosen, offering).orElseThrow(Refused::notFound);
        if (plan.status() == CatalogStatus.WITHDRAWN) {
            throw Refused.invalid("planId", "is withdrawn: it cannot be chosen any more").get();
        }
    }

    /** Whether one of the partners offers the plan, or did before it was withdrawn. */
    public boolean isOfferedBy(List<PartnerId> partners, PlanId plan) {
        return offered(plan, partners).isPresent();
    }

    private Optional<PlanState> offered(PlanId id, List<PartnerId> partners) {
        return catalog.plan(id).filter(plan -> partners.contains(plan.ownerId()));
    }
}
