package io.keyway.partner.customers;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.CustomerEvent.CustomerCreated;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.NewId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.accounts.Passwords;
import io.keyway.partner.customers.CustomersController.CreateCustomer;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.PartnerLock;
import io.keyway.partner.partners.Partners;
import io.keyway.partner.plans.PlanRules;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Creates a customer with the account that it signs in with. The account is stored first, because
 * its e-mail is unique; until its customer exists it cannot sign in.
 */
@Component
class CreateCustomers {

    private final Customers customers;
    private final Partners partners;
    private final PartnerLock partnerLock;
    private final PlanRules plans;
    private final Accounts accounts;
    private final Passwords passwords;
    private final CustomerOwnership ownership;
    private final Clock clock;

    CreateCustomers(
            Customers customers,
            Partners partners,
            PartnerLock partnerLock,
            PlanRules plans,
            Accounts accounts,
            Passwords passwords,
            CustomerOwnership ownership,
            Clock clock) {
        this.customers = customers;
        this.partners = partners;
        this.partnerLock = partnerLock;
        this.plans = plans;
        this.accounts = accounts;
        this.passwords = passwords;
        this.ownership = ownership;
        this.clock = clock;
    }

    Stored<Customer> create(Caller caller, NewId newId, CreateCustomer body) {
        Partner partner = partners.find(caller, ownerId(caller, body)).state();
        String email = Account.login(body.email());
        if (body.username() != null && !Account.login(body.username()).equals(email)) {
            throw Refused.invalid("username", "must be the e-mail").get();
        }
        plans.requireChoosable(List.of(), body.planId(), partner.scope());
        Instant now = clock.instant();
        Customer customer =
                new Customer(
                        newId.as(CustomerId::with),
                        partner.scope(),
                        partner.id(),
                        email,
                        body.firstName().strip(),
                        body.lastName().strip(),
                        body.company(),
                        body.planId(),
                        null,
                        true,
                        now,
                        null);
        Account account = account(newId.as(AccountId::with), customer, body.password(), now);
        accounts.create(account);
        return requirePartner(partner, insert(customer, account));
    }

    private static PartnerId ownerId(Caller caller, CreateCustomer body) {
        PartnerId owner = body.partnerId() == null ? caller.partnerId() : body.partnerId();
        if (owner == null) {
            throw Refused.invalid(
                            "partnerId", "is required: the operator has no customers of its own")
                    .get();
        }
        return owner;
    }

    private Account account(AccountId id, Customer customer, String password, Instant now) {
        return new Account(
                id,
                customer.scope(),
                Role.CUSTOMER,
                null,
                customer.id(),
                customer.email(),
                customer.toState().name(),
                passwords.hash(password),
                Set.of(),
                true,
                true,
                now,
                now);
    }

    private Stored<Customer> insert(Customer customer, Account account) {
        try {
            return customers.insert(customer, new CustomerCreated(customer.toState()));
        } catch (RuntimeException failure) {
            if (customers.load(customer.id()).isEmpty()) {
                accounts.delete(account.id());
            }
            throw failure;
        }
    }

    /**
     * The partner may have been deleted since it was read. Customers of a deleted partner go to its
     * parent; a vendor has none, so the new customer is removed.
     */
    private Stored<Customer> requirePartner(Partner partner, Stored<Customer> customer) {
        if (partnerLock.isOpen(partner.id())) {
            return customer;
        }
        if (partner.parentId() == null) {
            ownership.delete(customer);
        }
        return ownership
                .reassign(customer.state().id())
                .orElseThrow(
                        () -> new Refused(ProblemCode.CONFLICT, "The vendor is being deleted."));
    }
}
