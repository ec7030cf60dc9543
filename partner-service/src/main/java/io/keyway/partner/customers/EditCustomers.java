package io.keyway.partner.customers;

import io.keyway.contracts.Dated;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.customers.CustomersController.EditCustomer;
import io.keyway.partner.plans.PlanChange;
import io.keyway.partner.plans.PlanRules;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Changes customers, and activates and deactivates them. */
@Component
class EditCustomers {

    private final Customers customers;
    private final Accounts accounts;
    private final PlanRules plans;
    private final MergePatch mergePatch;
    private final Clock clock;

    EditCustomers(
            Customers customers,
            Accounts accounts,
            PlanRules plans,
            MergePatch mergePatch,
            Clock clock) {
        this.customers = customers;
        this.accounts = accounts;
        this.plans = plans;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Applies a JSON merge patch; with a new e-mail the customer's account gets it too. */
    Stored<Customer> edit(Customer before, IfMatch ifMatch, JsonNode patch) {
        CustomerId id = before.id();
        accounts.requireEmailFree(patched(before, patch).email(), before.accountId());
        Stored<Customer> edited =
                customers.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            return changed(stored.state(), patched(stored.state(), patch));
                        });
        accounts.changeEmail(
                before.accountId(),
                () -> customers.load(id).orElseThrow(Refused::notFound).email(),
                (taken, former) ->
                        customers.change(
                                id,
                                stored ->
                                        changed(
                                                stored.state(),
                                                stored.state().withEmailReplaced(taken, former))));
        return edited;
    }

    private Customer patched(Customer stored, JsonNode patch) {
        LocalDate today = PlanChange.today(clock);
        Customer now = stored.asOf(today);
        EditCustomer edit = mergePatch.apply(EditCustomer.of(now), patch);
        PlanChange change = PlanChange.of(patch, edit.planId(), edit.planFrom(), today);
        plans.requireChoosable(Dated.onwards(now.planPeriods(), today), edit.planId(), now.scope());
        return edit.applyTo(now).withPlans(change.of(now.planPeriods()), today);
    }

    Stored<Customer> setActive(CustomerId id, boolean active) {
        return customers.change(
                id,
                stored ->
                        changed(
                                stored.state(),
                                stored.state().asOf(PlanChange.today(clock)).withActive(active)));
    }

    private static Decision<Customer> changed(Customer now, Customer next) {
        return next.equals(now)
                ? Decision.keep()
                : Decision.change(next, new CustomerChanged(next.toState()));
    }
}
