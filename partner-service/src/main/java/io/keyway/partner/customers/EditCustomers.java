package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.customers.CustomersController.EditCustomer;
import io.keyway.partner.plans.PlanRules;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Changes customers, and activates and deactivates them. */
@Component
class EditCustomers {

    private final Customers customers;
    private final Accounts accounts;
    private final PlanRules plans;
    private final MergePatch mergePatch;

    EditCustomers(Customers customers, Accounts accounts, PlanRules plans, MergePatch mergePatch) {
        this.customers = customers;
        this.accounts = accounts;
        this.plans = plans;
        this.mergePatch = mergePatch;
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

    private Customer patched(Customer customer, JsonNode patch) {
        Customer next = mergePatch.apply(EditCustomer.of(customer), patch).applyTo(customer);
        plans.requireChoosable(customer.planId(), next.planId(), customer.scope());
        return next;
    }

    Stored<Customer> setActive(CustomerId id, boolean active) {
        return customers.change(
                id, stored -> changed(stored.state(), stored.state().withActive(active)));
    }

    private static Decision<Customer> changed(Customer now, Customer next) {
        return next.equals(now)
                ? Decision.keep()
                : Decision.change(next, new CustomerChanged(next.toState()));
    }
}
