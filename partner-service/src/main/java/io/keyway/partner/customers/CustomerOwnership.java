package io.keyway.partner.customers;

import io.keyway.contracts.Dated;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.plans.PlanChange;
import io.keyway.partner.plans.PlanRules;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Moves the customers of a deleted partner to the nearest remaining partner above it. Every step
 * may be repeated at any time.
 */
@Component
public class CustomerOwnership {

    /** Customers read at once: a partner may have more than fit into memory. */
    private static final int BATCH_MAX = 500;

    private final Customers customers;
    private final Partners partners;
    private final Accounts accounts;
    private final Credentials credentials;
    private final PlanRules plans;
    private final Clock clock;

    CustomerOwnership(
            Customers customers,
            Partners partners,
            Accounts accounts,
            Credentials credentials,
            PlanRules plans,
            Clock clock) {
        this.customers = customers;
        this.partners = partners;
        this.accounts = accounts;
        this.credentials = credentials;
        this.plans = plans;
        this.clock = clock;
    }

    /** Checks a customer again that was created or changed, and moves its account with it. */
    public void onEvent(CustomerEvent event) {
        reassign(event.customer().id())
                .map(Stored::state)
                .ifPresent(customer -> accounts.move(customer.accountId(), customer.scope()));
    }

    /** Moves all customers of a deleted partner. */
    public void reassignAll(PartnerId deleted) {
        List<CustomerId> rest = customers.ofPartner(deleted, BATCH_MAX);
        while (!rest.isEmpty()) {
            rest.forEach(this::reassign);
            rest = customers.ofPartner(deleted, BATCH_MAX);
        }
    }

    /**
     * Moves the customer if its partner was deleted; deletes it if no partner above is left.
     *
     * @return the customer; empty if it does not exist or was deleted
     */
    Optional<Stored<Customer>> reassign(CustomerId id) {
        while (true) {
            Optional<Stored<Customer>> found = customers.loadStored(id);
            if (found.isEmpty()) {
                return found;
            }
            Customer customer = found.get().state();
            Optional<Partner> owner = nearest(customer.scope());
            if (owner.isEmpty()) {
                delete(found.get());
            } else if (owner.get().id().equals(customer.partnerId())) {
                return found;
            } else {
                move(id, customer.partnerId(), owner.get());
            }
        }
    }

    /**
     * The customer with another partner. It keeps a plan, present or to come, only if a partner on
     * the new path offers it: nobody is billed by the plan of a partner that has nothing to do with
     * it.
     *
     * @param path from the vendor down to the other partner
     */
    Customer transferred(Customer customer, List<PartnerId> path) {
        List<PlanPeriod> periods =
                customer.planPeriods().stream()
                        .map(
                                period ->
                                        period.planId() == null
                                                        || plans.isOfferedBy(path, period.planId())
                                                ? period
                                                : new PlanPeriod(period.from(), null))
                        .toList();
        return customer.transferredTo(path, Dated.distinct(periods), PlanChange.today(clock));
    }

    /** Deletes the customer and its account. */
    void delete(Stored<Customer> customer) {
        AccountId account = customer.state().accountId();
        credentials.revokeAll(account);
        accounts.delete(account);
        customers.delete(customer);
    }

    private void move(CustomerId id, PartnerId from, Partner to) {
        customers.change(
                id,
                stored -> {
                    if (!stored.state().partnerId().equals(from)) {
                        return Decision.keep();
                    }
                    Customer moved = transferred(stored.state(), to.scope());
                    return Decision.change(moved, new CustomerTransferred(moved.toState()));
                });
    }

    private Optional<Partner> nearest(List<PartnerId> path) {
        return path.reversed().stream().map(partners::load).flatMap(Optional::stream).findFirst();
    }
}
