package io.keyway.usage.statements;

import static java.util.stream.Collectors.toMap;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.network.CustomerEdges;
import io.keyway.usage.network.EdgeId;
import io.keyway.usage.network.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Names payers and payees. A customer has the name under which the payee has known it last. */
@Component
public class StatementNames {

    private final Network network;
    private final CustomerEdges edges;

    StatementNames(Network network, CustomerEdges edges) {
        this.network = network;
        this.edges = edges;
    }

    /**
     * A statement with names; who is unknown has its id instead.
     *
     * @param payer the partner's name, or the customer's company or name
     */
    public record Named(Statement statement, String payer, String payee) {}

    public Named of(Statement statement) {
        return of(List.of(statement)).getFirst();
    }

    List<Named> of(List<Statement> statements) {
        Set<PartnerId> partners = new HashSet<>();
        Set<EdgeId> customers = new HashSet<>();
        for (Statement statement : statements) {
            partners.add(statement.payeeId());
            switch (statement.payerId()) {
                case PartnerId partner -> partners.add(partner);
                case CustomerId customer -> customers.add(EdgeId.of(customer, statement.payeeId()));
            }
        }
        Map<Id, String> names = new HashMap<>(network.names(partners));
        names.putAll(
                edges.load(customers).entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, edge -> edge.getValue().name())));
        return statements.stream()
                .map(
                        statement ->
                                new Named(
                                        statement,
                                        names.getOrDefault(
                                                statement.payerKey(), statement.payerId().value()),
                                        names.getOrDefault(
                                                statement.payeeId(), statement.payeeId().value())))
                .toList();
    }
}
