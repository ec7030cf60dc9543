package io.keyway.partner.customers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
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
     * @param partnerId the partner that it belongs to; absent for all
     */
    record Asked(@Nullable String q, @Nullable PartnerId partnerId) {

        private Bson filter() {
            List<Bson> filters = new ArrayList<>();
            if (q != null && !q.isBlank()) {
                String part = Pattern.quote(q.strip());
                filters.add(
                        or(
                                regex("state.email", part, "i"),
                                regex("state.firstName", part, "i"),
                                regex("state.lastName", part, "i"),
                                regex("state.company", part, "i")));
            }
            if (partnerId != null) {
                filters.add(eq("state.partnerId", partnerId.value()));
            }
            return filters.isEmpty() ? empty() : and(filters);
        }
    }

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
