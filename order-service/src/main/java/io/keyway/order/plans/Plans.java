package io.keyway.order.plans;

import com.mongodb.client.model.Filters;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Stores the plans of all partners. */
@Component
final class Plans {

    private final Aggregates<Plan> plans;

    Plans(Store store) {
        this.plans = store.aggregates("plans", Plan.class);
    }

    /**
     * The plan, if it is offered in the caller's branch.
     *
     * @throws Refused {@code not_found} otherwise
     */
    Stored<Plan> find(Caller caller, PlanId id) {
        return plans.find(caller, id).orElseThrow(Refused::notFound);
    }

    /** The plan, without a scope check; the calling code has checked that the partner is on it. */
    Stored<Plan> load(PlanId id) {
        return plans.load(id).orElseThrow(Refused::notFound);
    }

    Stored<Plan> insert(Plan plan, DomainEvent event) {
        return plans.insert(plan, event).orElseThrow();
    }

    Stored<Plan> change(PlanId id, Function<Stored<Plan>, Decision<Plan>> decide) {
        return plans.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Plan>> page(Caller caller, PageRequest page) {
        return plans.page(caller, Filters.empty(), page);
    }
}
