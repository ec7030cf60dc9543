package io.keyway.partner.customers;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The customers of all partners. */
@Component
public final class Customers {

    private final Aggregates<Customer> customers;

    Customers(Store store) {
        this.customers = store.aggregates("customers", Customer.class);
    }

    /** The customer, if the caller sees it. */
    Stored<Customer> find(Caller caller, CustomerId id) {
        return customers.find(caller, id).orElseThrow(Refused::notFound);
    }

    public Optional<Customer> load(CustomerId id) {
        return customers.load(id).map(Stored::state);
    }

    /** Itself, as it is shown to its own account. */
    public Object describe(CustomerId id) {
        return load(id).map(CustomersController.CustomerResponse::from).orElseThrow(Refused::notFound);
    }

    Stored<Customer> insert(Customer customer, DomainEvent event) {
        return customers.insert(customer, event).orElseThrow();
    }

    Stored<Customer> change(CustomerId id, Function<Stored<Customer>, Decision<Customer>> decide) {
        return customers.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Customer>> page(Caller caller, Bson filter, PageRequest page) {
        return customers.page(caller, filter, page);
    }
}
