package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Distributors, each with resellers, each with a customer and its licenses. Distributors pay the
 * vendor's price, resellers that of their distributor.
 */
record StormNetwork(Tree tree, List<Distributor> distributors) {

    private static final int PAGE = 200;

    /** Free units and the price of a further one in cents, as {@link Tree} offers them. */
    private static final BigDecimal VENDORS_INCLUDED = new BigDecimal(100);

    private static final BigDecimal VENDORS_CENTS = new BigDecimal("1.5");

    /** The price of a unit in cents up to a quantity, and beyond it. */
    private static final BigDecimal FIRST_TIER = new BigDecimal(1_000);

    private static final BigDecimal FIRST_CENTS = new BigDecimal("2.3");
    private static final BigDecimal FURTHER_CENTS = new BigDecimal("1.7");

    record Reseller(String id, String customerId, List<String> licenses) {}

    /**
     * A distributor.
     *
     * @param key its API key: a long storm outlives the tokens of a sign-in
     */
    record Distributor(String id, String key, List<Reseller> resellers) {

        List<String> licenses() {
            return resellers.stream().flatMap(reseller -> reseller.licenses().stream()).toList();
        }
    }

    static StormNetwork create(Tree tree, int distributors, int resellersOfEach, int licenses) {
        List<Distributor> created = new ArrayList<>();
        for (int i = 0; i < distributors; i++) {
            Tree.Member member =
                    tree.join(
                            tree.vendor,
                            "distributor",
                            Map.of("planId", tree.plan, "grants", tree.grants()));
            String plan = resellersPlan(tree, member.token());
            List<Reseller> resellers = new ArrayList<>();
            for (int j = 0; j < resellersOfEach; j++) {
                resellers.add(reseller(tree, member.token(), plan, licenses));
            }
            String key = key(tree, member.token(), "read_usage", "read_statements");
            created.add(new Distributor(member.id(), key, resellers));
            System.out.printf("%d of %d distributors are ready%n", i + 1, distributors);
        }
        return new StormNetwork(tree, created);
    }

    private static String resellersPlan(Tree tree, String distributor) {
        Map<String, Object> rate =
                Map.of(
                        "model",
                        "graduated",
                        "currency",
                        "EUR",
                        "tiers",
                        List.of(
                                Map.of("upTo", FIRST_TIER.toPlainString(), "unit", "0.023"),
                                Map.of("unit", "0.017")));
        return Tree.created(
                tree.keyway.post(
                        distributor,
                        "/api/v1/plans",
                        Map.of(
                                "name",
                                "Resellers",
                                "fee",
                                Map.of("amount", 1_000, "currency", "EUR"),
                                "rates",
                                List.of(Map.of("meter", tree.meter, "rate", rate)))));
    }

    private static Reseller reseller(Tree tree, String distributor, String plan, int licenses) {
        Map<String, Object> body = Tree.partnerBody("reseller");
        body.putAll(Map.of("model", "own_plans", "planId", plan, "grants", tree.grants()));
        String id = Tree.created(tree.keyway.post(distributor, "/api/v1/partners", body));
        String customer =
                Tree.created(
                        tree.keyway.post(
                                distributor,
                                "/api/v1/customers",
                                Map.of(
                                        "email",
                                        Tree.letters() + "@example.com",
                                        "password",
                                        Tree.FIRST_PASSWORD,
                                        "firstName",
                                        "Grace",
                                        "lastName",
                                        "Hopper",
                                        "partnerId",
                                        id)));
        Map<String, Object> order = new HashMap<>(tree.orderBody("immediate", licenses));
        order.put("customerId", customer);
        String orderId = Tree.created(tree.keyway.post(distributor, "/api/v1/orders", order));
        tree.settled(
                distributor,
                "/api/v1/orders/" + orderId,
                now -> now.path("status").asString().equals("fulfilled"));
        return new Reseller(id, customer, licenses(tree, distributor, orderId));
    }

    private static List<String> licenses(Tree tree, String distributor, String order) {
        List<String> ids = new ArrayList<>();
        String path = "/api/v1/licenses?limit=" + PAGE + "&orderId=" + order;
        String next = "";
        do {
            JsonNode page = tree.keyway.get(distributor, path + next).json();
            ids.addAll(page.path("items").findValuesAsString("id"));
            next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
        } while (!next.isEmpty());
        return ids;
    }

    static String key(Tree tree, String token, String... permissions) {
        Answer created =
                tree.keyway.post(
                        token,
                        "/api/v1/api-keys",
                        Map.of("name", "storm", "permissions", permissions));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().path("key").asString();
    }

    List<Reseller> resellers() {
        return distributors.stream().flatMap(one -> one.resellers().stream()).toList();
    }

    List<String> licenses() {
        return distributors.stream().flatMap(one -> one.licenses().stream()).toList();
    }

    /** What each partner owes for this usage of licenses, in cents. */
    Map<String, BigDecimal> owed(Map<String, BigDecimal> usage) {
        Map<String, BigDecimal> owed = new HashMap<>();
        for (Distributor distributor : distributors) {
            owed.put(distributor.id(), cents(vendorsPrice(sum(distributor.licenses(), usage))));
            for (Reseller reseller : distributor.resellers()) {
                owed.put(reseller.id(), cents(distributorsPrice(sum(reseller.licenses(), usage))));
            }
        }
        return owed;
    }

    private static BigDecimal vendorsPrice(BigDecimal quantity) {
        return quantity.subtract(VENDORS_INCLUDED).max(BigDecimal.ZERO).multiply(VENDORS_CENTS);
    }

    private static BigDecimal distributorsPrice(BigDecimal quantity) {
        BigDecimal first = quantity.min(FIRST_TIER);
        return first.multiply(FIRST_CENTS).add(quantity.subtract(first).multiply(FURTHER_CENTS));
    }

    private static BigDecimal cents(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP);
    }

    static boolean isUsage(JsonNode statementLine) {
        return statementLine.path("kind").asString().equals("usage");
    }

    static BigDecimal sum(List<String> licenses, Map<String, BigDecimal> usage) {
        return licenses.stream()
                .flatMap(license -> Stream.ofNullable(usage.get(license)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
