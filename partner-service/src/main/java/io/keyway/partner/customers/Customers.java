package io.keyway.partner.customers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Search;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.kit.store.TakenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The customers of all partners. */
@Component
public final class Customers {

    /**
     * What a list is narrowed to.
     *
     * @param q part of an e-mail or a name; absent for all
     * @param partnerId the partner whose branch it is in; absent for all
     */
    record Asked(@Nullable String q, @Nullable PartnerId partnerId) {

        private Bson filter() {
            List<Bson> filters = new ArrayList<>();
            Search search = Search.of(q);
            if (search != null) {
                filters.add(search.inTexts());
            }
            if (partnerId != null) {
                filters.add(eq("scope", partnerId.value()));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }
    }

    private final Aggregates<Customer> customers;

    Customers(Store store) {
        this.customers =
                store.aggregates("customers", Customer.class)
                        .unique("state.transferCode.hash")
                        .indexed("customerId", "_id") // A customer's own list.
                        .indexed("state.partnerId", "_id")
                        .searchable(
                                customer ->
                                        Arrays.asList(
                                                customer.email(),
                                                customer.firstName(),
                                                customer.lastName(),
                                                customer.company()));
    }

    /** The customer, if the caller sees it. */
    Stored<Customer> find(Caller caller, CustomerId id) {
        return customers.find(caller, id).orElseThrow(Refused::notFound);
    }

    public Optional<Customer> load(CustomerId id) {
        return customers.load(id).map(Stored::state);
    }

    /** Those of them that are there, for the service itself. */
    public List<Customer> byIds(Collection<CustomerId> ids) {
        return customers.loadAll(ids).stream().map(Stored::state).toList();
    }

    Optional<Stored<Customer>> stored(CustomerId id) {
        return customers.load(id);
    }

    /** Whose code it is, or was. */
    Optional<Customer> byTransferCode(String hash) {
        return customers.loadBy("state.transferCode.hash", hash).map(Stored::state);
    }

    /** Some of the partner's customers. */
    List<CustomerId> ofPartner(PartnerId id, int max) {
        return customers.some(eq("state.partnerId", id.value()), max).stream()
                .map(stored -> stored.state().id())
                .toList();
    }

    /** Whether there is a customer in the branch of the partner. */
    public boolean anyIn(PartnerId id) {
        return customers.any(eq("scope", id.value()));
    }

    /**
     * @return false if another customer has that code
     */
    boolean give(CustomerId id, Customer.TransferCode code) {
        try {
            change(id, stored -> Decision.change(stored.state().with(code)));
            return true;
        } catch (TakenException e) {
            return false;
        }
    }

    /**
     * @return false if it changed since it was read
     */
    boolean remove(Stored<Customer> read) {
        return customers.delete(read, new CustomerChanged(read.state().withActive(false).toState()));
    }

    /** Itself, as it is shown to its own account. */
    public Object describe(CustomerId id) {
        return load(id).map(CustomersController.CustomerResponse::from)
                .orElseThrow(Refused::notFound);
    }

    Stored<Customer> insert(Customer customer, DomainEvent event) {
        return customers.insert(customer, event).orElseThrow();
    }

    Stored<Customer> change(CustomerId id, Function<Stored<Customer>, Decision<Customer>> decide) {
        return customers.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Customer>> page(Caller caller, Asked asked, PageRequest page) {
        return customers.page(caller, asked.filter(), page);
    }
}
