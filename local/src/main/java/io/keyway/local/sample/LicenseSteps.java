package io.keyway.local.sample;

import static io.keyway.local.sample.Answers.amount;
import static io.keyway.local.sample.Answers.first;
import static io.keyway.local.sample.Answers.id;

import tools.jackson.databind.JsonNode;

/** Fabrikam issues licenses, a product uses one, and Fabrikam pays for another. */
final class LicenseSteps {

    private static final int KEY_CHARACTERS_SHOWN = 24;

    private LicenseSteps() {}

    static String issueFromOrder(Play play) throws InterruptedException {
        JsonNode issued =
                play.post(
                        play.recall("reseller"),
                        "licenses",
                        """
                        {"orderId": "%s", "productId": "%s", "policyId": "%s",
                         "customerId": "%s", "quantity": 3, "resellerNotes": "Q-77"}
                        """
                                .formatted(
                                        play.recall("order"),
                                        play.recall("product"),
                                        play.recall("yearly"),
                                        play.recall("customer")));
        JsonNode license = first(issued);
        String key = license.path("key").asString();
        play.remember("license", id(license));
        play.remember("key", key);
        return key.substring(0, Math.min(KEY_CHARACTERS_SHOWN, key.length())) + "…";
    }

    static String validate(Play play) throws InterruptedException {
        play.post(
                play.recall("reseller"),
                "licenses/" + play.recall("license") + "/machines",
                """
                {"fingerprint": "7c:2a:31", "name": "Ada's workstation"}
                """);
        JsonNode verdict =
                play.postUntil(
                        "",
                        "licenses/validate",
                        """
                        {"key": "%s", "scope": {"fingerprint": "7c:2a:31"}}
                        """
                                .formatted(play.recall("key")),
                        now -> now.path("valid").asBoolean());
        return verdict.path("code").asString();
    }

    static String checkOut(Play play) throws InterruptedException {
        JsonNode file =
                play.post(
                        play.recall("reseller"),
                        "licenses/" + play.recall("license") + "/check-out?encrypt=true&ttl=P30D",
                        null);
        return file.path("certificate").asString().lines().findFirst().orElse("")
                + " until "
                + file.path("expiry").asString();
    }

    static String settle(Play play) throws InterruptedException {
        String reseller = play.recall("reseller");
        JsonNode issued =
                play.post(
                        reseller,
                        "licenses",
                        """
                        {"productId": "%s", "policyId": "%s", "customerId": "%s", "quantity": 1}
                        """
                                .formatted(
                                        play.recall("product"),
                                        play.recall("perpetual"),
                                        play.recall("customer")));
        JsonNode settlement =
                play.post(
                        reseller,
                        "settlements",
                        """
                        {"licenseIds": ["%s"], "termsAccepted": true}
                        """
                                .formatted(id(first(issued))));
        JsonNode paid =
                play.post(
                        play.recall("distributor"),
                        "settlements/" + id(settlement) + "/pay",
                        """
                        {"reference": "Transfer 4711"}
                        """);
        return paid.path("status").asString() + ", " + amount(paid.path("total"));
    }
}
