package io.keyway.local.sample;

import static io.keyway.local.sample.Answers.id;

import tools.jackson.databind.JsonNode;

/** What the vendor offers, and what a reseller offers its customers. */
final class CatalogSteps {

    private CatalogSteps() {}

    static String productAndPolicies(Play play) throws InterruptedException {
        String vendor = play.recall("vendor");
        JsonNode product =
                play.post(
                        vendor,
                        "products",
                        """
                        {"code": "cad", "name": "Northwind CAD", "kind": "product",
                         "description": "Drawing for engineers", "trialDays": 30}
                        """);
        JsonNode yearly =
                play.post(
                        vendor,
                        "policies",
                        """
                        {"productId": "%s", "name": "CAD, one year",
                         "type": "subscription", "duration": "P365D", "machinesMax": 2,
                         "entitlements": ["export", "render"], "scheme": "ed25519",
                         "price": {"amount": 49000, "currency": "EUR"}}
                        """
                                .formatted(id(product)));
        JsonNode perpetual =
                play.post(
                        vendor,
                        "policies",
                        """
                        {"productId": "%s", "name": "CAD, perpetual",
                         "type": "perpetual", "machinesMax": 2,
                         "entitlements": ["export"], "scheme": "ed25519",
                         "price": {"amount": 129000, "currency": "EUR"}}
                        """
                                .formatted(id(product)));
        play.remember("product", id(product));
        play.remember("yearly", id(yearly));
        play.remember("perpetual", id(perpetual));
        return "Northwind CAD, by the year at 490.00 EUR or perpetual at 1290.00 EUR";
    }

    static String meterAndPlan(Play play) throws InterruptedException {
        String vendor = play.recall("vendor");
        play.post(
                vendor,
                "meters",
                """
                {"code": "messages", "eventType": "com.northwind.message.sent",
                 "aggregation": "sum", "valueProperty": "count",
                 "displayName": "Messages sent", "unit": "messages"}
                """);
        JsonNode plan =
                play.post(
                        vendor,
                        "plans",
                        """
                        {"name": "Distribution", "fee": {"amount": 9900, "currency": "EUR"},
                         "rates": [{"meter": "messages", "rate": {
                            "model": "graduated", "included": "500", "currency": "EUR",
                            "tiers": [{"upTo": "1000", "unit": "0.02"}, {"unit": "0.0125"}]}}]}
                        """);
        play.remember("plan", id(plan));
        return "99.00 EUR a month, 500 messages included";
    }

    static String planForCustomers(Play play) throws InterruptedException {
        JsonNode plan =
                play.post(
                        play.recall("reseller"),
                        "plans",
                        """
                        {"name": "Studio", "fee": {"amount": 2900, "currency": "EUR"},
                         "rates": [{"meter": "messages", "rate": {
                            "model": "unit", "unit": "0.03", "included": "100",
                            "currency": "EUR"}}]}
                        """);
        play.remember("customerPlan", id(plan));
        return "29.00 EUR a month, 100 messages included";
    }
}
