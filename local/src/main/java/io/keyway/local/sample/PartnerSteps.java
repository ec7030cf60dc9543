package io.keyway.local.sample;

import static io.keyway.local.sample.Answers.id;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Partners and a customer join. Each creates the next one below it. */
final class PartnerSteps {

    private PartnerSteps() {}

    static String vendorJoins(Play play) throws InterruptedException {
        JsonNode vendor =
                join(
                        play,
                        "operator",
                        new Partner("vendor", "Northwind Software", "northwind"),
                        "vendor@northwind.example",
                        Map.of());
        play.remember("vendorId", id(vendor));
        play.remember("vendor", play.signInFirst("vendor@northwind.example"));
        return id(vendor);
    }

    static String distributorJoins(Play play) throws InterruptedException {
        JsonNode distributor =
                join(
                        play,
                        "vendor",
                        new Partner("distributor", "Contoso Distribution", "contoso"),
                        "distributor@contoso.example",
                        Map.of(
                                "discountPercent",
                                "20",
                                "planId",
                                play.recall("plan"),
                                "grants",
                                wholeProduct(play)));
        play.remember("distributorId", id(distributor));
        play.remember("distributor", play.signInFirst("distributor@contoso.example"));
        return "20 % off";
    }

    static String resellersJoin(Play play) throws InterruptedException {
        JsonNode fabrikam =
                join(
                        play,
                        "distributor",
                        new Partner("reseller", "Fabrikam", "fabrikam"),
                        "reseller@fabrikam.example",
                        Map.of("model", "own_plans", "grants", wholeProduct(play)));
        join(
                play,
                "distributor",
                new Partner("reseller", "Tailspin", "tailspin"),
                "reseller@tailspin.example",
                Map.of(
                        "model",
                        "commission",
                        "commissionPercent",
                        "10",
                        "grants",
                        wholeProduct(play)));
        play.remember("resellerId", id(fabrikam));
        play.remember("reseller", play.signInFirst("reseller@fabrikam.example"));
        return "";
    }

    static String customerJoins(Play play) throws InterruptedException {
        JsonNode customer =
                play.post(
                        play.recall("reseller"),
                        "customers",
                        """
                        {"email": "ada@lovelace.example", "password": "%s",
                         "firstName": "Ada", "lastName": "Lovelace",
                         "company": "Analytical Engines", "planId": "%s"}
                        """
                                .formatted(
                                        SampleNetwork.FIRST_PASSWORD, play.recall("customerPlan")));
        play.remember("customer", id(customer));
        play.remember("ada", play.signInFirst("ada@lovelace.example"));
        return "Ada Lovelace";
    }

    private record Partner(String type, String name, String loginDomain) {}

    /**
     * @param parent the fact that holds the parent's token
     * @param more what this partner has besides, such as its discount
     */
    private static JsonNode join(
            Play play, String parent, Partner partner, String email, Map<String, Object> more)
            throws InterruptedException {
        Map<String, Object> body = new TreeMap<>(more);
        body.put("type", partner.type());
        body.put("name", partner.name());
        body.put("loginDomain", partner.loginDomain());
        body.put("email", email);
        body.put("phone", "+4930901820");
        body.put("password", SampleNetwork.FIRST_PASSWORD);
        body.put("contact", Map.of("name", partner.name(), "email", email, "phone", "+4930901821"));
        return play.post(play.recall(parent), "partners", body);
    }

    private static List<Map<String, String>> wholeProduct(Play play) {
        return List.of(Map.of("productId", play.recall("product")));
    }
}
