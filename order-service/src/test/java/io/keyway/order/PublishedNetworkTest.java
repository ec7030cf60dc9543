package io.keyway.order;

import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.test.Api;
import io.keyway.order.network.Network;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * What the tests of the API share: a network that the other services have published, made anew for
 * each test, and the calls about orders that several of them make.
 */
abstract class PublishedNetworkTest {

    @Autowired private Environment environment;
    @Autowired Publisher bus;
    @Autowired Network network;
    Api api;
    PublishedNetwork published;

    @BeforeEach
    void publishNetwork() {
        api = new Api(environment);
        published = new PublishedNetwork(bus, network);
    }

    /** A line of an order as it is requested. */
    final Map<String, Object> line(PolicyId policy, long quantity) {
        return Map.of(
                "productId",
                published.product.value(),
                "policyId",
                policy.value(),
                "quantity",
                quantity);
    }

    /** The order as its distributor sees it. */
    final JsonNode order(OrderId id) {
        return api.get(published.atDistributor(), path(id)).json();
    }

    final String status(OrderId id) {
        return order(id).path("status").asString();
    }

    static String path(OrderId id) {
        return "/api/v1/orders/" + id;
    }
}
