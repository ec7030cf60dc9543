package io.keyway.partner.customers;

import io.keyway.contracts.event.CustomerEvent.CustomerTransferred;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Credentials;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps every customer with a partner that is there: those of one that is gone belong to the
 * nearest partner above it. All of it may be done again at any time.
 */
@Component
public class CustomerOwnership {

    /** A partner may leave more customers than fit into memory at once. */
    private static final int AT_A_TIME_MAX = 500;

    private final Customers customers;
    private final Partners partners;
    private final Accounts accounts;
    private final Credentials credentials;

    CustomerOwnership(Customers customers, Partners partners, Accounts accounts, Credentials credentials) {
        this.customers = customers;
        this.partners = partners;
        this.accounts = accounts;
        this.credentials = credentials;
    }

    /** All customers of the partner that is gone. */
    public void settleAll(PartnerId gone) {
        List<CustomerId> rest = customers.ofPartner(gone, AT_A_TIME_MAX);
        while (!rest.isEmpty()) {
            rest.forEach(this::settle);
            rest = customers.ofPartner(gone, AT_A_TIME_MAX);
        }
    }

    /**
     * @return the customer with its partner; empty if even the vendor is gone, and it with it
     */
    Optional<Stored<Customer>> settle(CustomerId id) {
        while (true) {
            Optional<Stored<Customer>> found = customers.stored(id);
            if (found.isEmpty()) {
                return found;
            }
            Customer customer = found.get().state();
            Optional<Partner> home = nearest(customer.scope());
            if (home.isEmpty()) {
                discard(found.get());
            } else if (home.get().id().equals(customer.partnerId())) {
                return found;
            } else {
                move(id, customer.partnerId(), home.get());
            }
        }
    }

    /** Gone with its account. */
    void discard(Stored<Customer> customer) {
        AccountId account = customer.state().accountId();
        credentials.endAll(account);
        accounts.discard(account);
        customers.remove(customer);
    }

    /** The account is where its customer is. */
    void moveAccount(Customer customer) {
        accounts.move(customer.accountId(), customer.scope());
    }

    private void move(CustomerId id, PartnerId from, Partner to) {
        customers.change(
                id,
                stored -> {
                    if (!stored.state().partnerId().equals(from)) {
                        return Decision.keep();
                    }
                    Customer moved = stored.state().belongingTo(to.scope());
                    return Decision.change(moved, new CustomerTransferred(moved.toState()));
                });
    }

    private Optional<Partner> nearest(List<PartnerId> path) {
        return path.reversed().stream().map(partners::load).flatMap(Optional::stream).findFirst();
    }
}
