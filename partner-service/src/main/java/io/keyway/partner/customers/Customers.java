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
import io.keyway.partner.plans.PlanChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores the customers of all partners. */
@Component
public final class Customers {

    /**
     * Filter of a list; an absent value matches everything.
     *
     * @param q part of an e-mail, name or company
     * @param partnerId partner whose branch the customers are in
     */
    record Filter(@Nullable String q, @Nullable PartnerId partnerId) {

        private Bson toBson() {
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
    private final Clock clock;

    Customers(Store store, Clock clock) {
        this.clock = clock;
        this.customers =
                store.aggregates("customers", Customer.class)
                        .unique("state.transferCode.hash")
                        .indexed("customerId", "_id") // The filter of a customer's query.
                        .indexed("state.partnerId", "_id")
                        .searchable(
                                customer ->
                                        Arrays.asList(
                                                customer.email(),
                                                customer.firstName(),
                                                customer.lastName(),
                                                customer.company()));
    }

    /**
     * The customer, if the caller may see it.
     *
     * @throws Refused {@code not_found} otherwise
     */
    Stored<Customer> find(Caller caller, CustomerId id) {
        return customers.find(caller, id).orElseThrow(Refused::notFound);
    }

    /** The customer, without a scope check. */
    public Optional<Customer> load(CustomerId id) {
        return customers.load(id).map(Stored::state);
    }

    /** The customers that exist among these, without a scope check. */
    public List<Customer> byIds(Collection<CustomerId> ids) {
        return customers.loadAll(ids).stream().map(Stored::state).toList();
    }

    Optional<Stored<Customer>> loadStored(CustomerId id) {
        return customers.load(id);
    }

    /** The customer that has the code; it may have expired. */
    Optional<Customer> byTransferCode(String hash) {
        return customers.loadBy("state.transferCode.hash", hash).map(Stored::state);
    }

    /** Ids of at most {@code max} customers of the partner. */
    List<CustomerId> ofPartner(PartnerId id, int max) {
        return customers.some(eq("state.partnerId", id.value()), max).stream()
                .map(stored -> stored.state().id())
                .toList();
    }

    /** Whether a customer belongs to the partner or to one below it. */
    public boolean anyIn(PartnerId id) {
        return customers.any(eq("scope", id.value()));
    }

    /**
     * Gives the customer a transfer code in place of the one it had.
     *
     * @return false if another customer has that code
     */
    boolean setTransferCode(CustomerId id, Customer.TransferCode code) {
        try {
            change(id, stored -> Decision.change(stored.state().withTransferCode(code)));
            return true;
        } catch (TakenException e) {
            return false;
        }
    }

    /**
     * Deletes the customer; other services see it as inactive.
     *
     * @return false if it changed since it was read
     */
    boolean delete(Stored<Customer> read) {
        return customers.delete(
                read,
                new CustomerChanged(
                        read.state().asOf(PlanChange.today(clock)).withActive(false).toState()));
    }

    /** The customer as {@code GET /me} shows it to its own account. */
    public Object describe(CustomerId id) {
        return load(id).map(found -> CustomerResponse.from(found, PlanChange.today(clock)))
                .orElseThrow(Refused::notFound);
    }

    Stored<Customer> insert(Customer customer, DomainEvent event) {
        return customers.insert(customer, event).orElseThrow();
    }

    Stored<Customer> change(CustomerId id, Function<Stored<Customer>, Decision<Customer>> decide) {
        return customers.change(id, decide).orElseThrow(Refused::notFound);
    }

    Page<Stored<Customer>> page(Caller caller, Filter filter, PageRequest page) {
        return customers.page(caller, filter.toBson(), page);
    }
}
