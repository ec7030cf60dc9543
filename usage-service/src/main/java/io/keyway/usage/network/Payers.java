package io.keyway.usage.network;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PayerId;
import io.keyway.kit.store.PageRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds payers for a caller. */
@Component
public class Payers {

    private final Network network;
    private final CustomerEdges edges;

    Payers(Network network, CustomerEdges edges) {
        this.network = network;
        this.edges = edges;
    }

    /** A partner that the caller sees and that is not deleted. */
    public Optional<KnownPartner> partner(Caller caller, PartnerId id) {
        return network.partner(caller, id).filter(known -> known.deletedAt() == null);
    }

    /** A customer that the caller sees, at the partner to which it belongs now. */
    public Optional<CustomerEdge> customer(Caller caller, CustomerId id) {
        return network.customer(caller, id)
                .map(customer -> EdgeId.of(id, customer.partnerId()))
                .map(edge -> edges.load(List.of(edge)).get(edge));
    }

    /** Whether the caller sees the payer, or for a customer what it has owed in its branch. */
    public boolean sees(Caller caller, PayerId payer) {
        return switch (payer) {
            case PartnerId partner -> network.partner(caller, partner).isPresent();
            case CustomerId customer ->
                    customer.equals(caller.customerId())
                            || network.customer(caller, customer).isPresent()
                            || !edges.of(caller, customer, PageRequest.first(1)).items().isEmpty();
        };
    }
}
