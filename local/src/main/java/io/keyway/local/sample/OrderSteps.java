package io.keyway.local.sample;

import static io.keyway.local.sample.Answers.amount;
import static io.keyway.local.sample.Answers.first;
import static io.keyway.local.sample.Answers.id;

import tools.jackson.databind.JsonNode;

/** Contoso orders: once with licenses at once, once as an allowance for a license manager. */
final class OrderSteps {

    private OrderSteps() {}

    static String immediateOrder(Play play) throws InterruptedException {
        String distributor = play.recall("distributor");
        JsonNode order =
                play.post(
                        distributor,
                        "orders",
                        """
                        {"customerId": "%s", "fulfillment": "immediate",
                         "externalReferenceId": "PO-1001",
                         "lines": [{"productId": "%s", "policyId": "%s", "quantity": 2}]}
                        """
                                .formatted(
                                        play.recall("customer"),
                                        play.recall("product"),
                                        play.recall("perpetual")));
        JsonNode fulfilled =
                play.getUntil(
                        distributor,
                        "orders/" + id(order),
                        now -> now.path("status").asString().equals("fulfilled"));
        JsonNode licenses = play.get(distributor, "licenses?orderId=" + id(order));
        play.remember("firstLicense", id(first(licenses)));
        return "fulfilled for %s, %d licenses issued"
                .formatted(amount(fulfilled.path("total")), licenses.path("items").size());
    }

    static String onDemandOrder(Play play) throws InterruptedException {
        String distributor = play.recall("distributor");
        JsonNode order =
                play.post(
                        distributor,
                        "orders",
                        """
                        {"fulfillment": "on_demand", "externalReferenceId": "PO-1002",
                         "lines": [{"productId": "%s", "policyId": "%s", "quantity": 10}]}
                        """
                                .formatted(play.recall("product"), play.recall("yearly")));
        String managers = "orders/" + id(order) + "/license-managers";
        play.put(
                distributor,
                managers + "/" + play.recall("resellerId"),
                """
                {"grants": [{"productId": "%s", "licensesMax": 5}]}
                """
                        .formatted(play.recall("product")));
        play.getUntil(
                distributor,
                managers,
                now -> first(now).path("status").asString().equals("active"));
        play.remember("order", id(order));
        play.remember("placedAt", order.path("placedAt").asString());
        return "Fabrikam may issue five";
    }
}
