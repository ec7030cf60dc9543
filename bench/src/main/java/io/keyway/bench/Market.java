package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/**
 * The smallest network in which everything can be measured: a vendor with a product and a meter, a
 * distributor, a reseller and its customer.
 */
final class Market {

    static final String OPERATOR = "admin@keyway.local";
    static final String OPERATOR_PASSWORD = "keyway-local";
    static final String METER = "messages";
    static final String EVENT_TYPE = "message.sent";

    private static final String FIRST_PASSWORD = "first password";
    private static final String PASSWORD = "second password";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Client api;
    private final String operator;
    final Member vendor;
    final Member distributor;
    Member reseller;
    final String customerId;
    private final String product;
    private final String policy;

    /**
     * A member of the network.
     *
     * @param token valid for half an hour, longer than most groups
     */
    record Member(String id, String email, String token) {}

    Market(Client api) throws InterruptedException {
        this.api = api;
        operator = signIn(OPERATOR, OPERATOR_PASSWORD);
        vendor = join(operator, "vendor", Map.of());
        product =
                create(
                        vendor,
                        "/products",
                        Map.of("code", "cad", "name", "CAD", "kind", "product"));
        policy =
                create(
                        vendor,
                        "/policies",
                        Map.of(
                                "productId",
                                product,
                                "name",
                                "Year",
                                "type",
                                "subscription",
                                "duration",
                                "P365D",
                                "machinesMax",
                                2,
                                "scheme",
                                "ed25519",
                                "price",
                                Map.of("amount", 10_000, "currency", "EUR")));
        create(
                vendor,
                "/meters",
                Map.of(
                        "code",
                        METER,
                        "eventType",
                        EVENT_TYPE,
                        "aggregation",
                        "sum",
                        "valueProperty",
                        "count"));
        List<Map<String, String>> grants = List.of(Map.of("productId", product));
        distributor =
                join(
                        vendor.token,
                        "distributor",
                        Map.of("discountPercent", "10", "grants", grants));
        reseller =
                join(distributor.token, "reseller", Map.of("model", "own_plans", "grants", grants));
        customerId = create(reseller, "/customers", customerBody());
    }

    /** Gives the reseller a new token, for a group that may take longer than one is valid. */
    void signInAgain() throws InterruptedException {
        reseller = new Member(reseller.id, reseller.email, signIn(reseller.email, PASSWORD));
    }

    /** Defines a meter that counts the events of a type. */
    void meter(String code, String eventType) throws InterruptedException {
        create(
                vendor,
                "/meters",
                Map.of("code", code, "eventType", eventType, "aggregation", "count"));
    }

    /** The body of an order of the distributor, always the same. */
    Map<String, Object> order(String fulfillment, int quantity) {
        return Map.of(
                "customerId",
                customerId,
                "fulfillment",
                fulfillment,
                "lines",
                List.of(Map.of("productId", product, "policyId", policy, "quantity", quantity)));
    }

    Map<String, Object> issue(String orderId, int quantity) {
        return Map.of(
                "orderId",
                orderId,
                "productId",
                product,
                "policyId",
                policy,
                "customerId",
                customerId,
                "quantity",
                quantity);
    }

    /**
     * Places an on-demand order of which the reseller may issue everything.
     *
     * @return its id
     */
    String allowance(int quantity) throws InterruptedException {
        Answer order =
                Client.until(
                        answer -> answer.status() == 201,
                        PAUSE,
                        () -> "an on-demand order",
                        () ->
                                api.post(
                                        distributor.token,
                                        "/api/v1/orders",
                                        order("on_demand", quantity)));
        String id = id(order);
        String managers = "/api/v1/orders/" + id + "/license-managers";
        api.put(
                        distributor.token,
                        managers + "/" + reseller.id,
                        Map.of(
                                "grants",
                                List.of(Map.of("productId", product, "licensesMax", quantity))))
                .expect(200);
        Client.until(
                answer ->
                        answer.json()
                                .path("items")
                                .path(0)
                                .path("status")
                                .asString()
                                .equals("active"),
                PAUSE,
                () -> "a license manager",
                () -> api.get(distributor.token, managers));
        return id;
    }

    /**
     * Issues licenses to the customer, for products that report usage.
     *
     * @return their ids
     */
    List<String> licenses(int quantity) throws InterruptedException {
        Answer issued =
                api.post(reseller.token, "/api/v1/licenses", issue(allowance(quantity), quantity))
                        .expect(201);
        List<String> ids = new ArrayList<>();
        for (JsonNode license : issued.json().path("items")) {
            ids.add(license.path("id").asString());
        }
        return ids;
    }

    /**
     * Creates a further customer of the reseller; most of the time is the hashing of its password.
     */
    Answer customer() throws InterruptedException {
        return Client.until(
                answer -> answer.status() != 429 && answer.status() != 503,
                PAUSE,
                () -> "a customer",
                () -> api.post(reseller.token, "/api/v1/customers", customerBody()));
    }

    private static Map<String, String> customerBody() {
        return Map.of(
                "email",
                letters() + "@example.com",
                "password",
                FIRST_PASSWORD,
                "firstName",
                "Ada",
                "lastName",
                "Byron");
    }

    static String id(Answer created) {
        return created.expect(201).json().path("id").asString();
    }

    private Member join(String parent, String type, Map<String, Object> more)
            throws InterruptedException {
        String name = letters();
        String email = name + "@example.com";
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "type",
                                type,
                                "name",
                                name,
                                "email",
                                email,
                                "phone",
                                "+4930901820",
                                "password",
                                FIRST_PASSWORD,
                                "contact",
                                Map.of("name", name, "email", email, "phone", "+4930901820"),
                                "loginDomain",
                                name));
        body.putAll(more);
        String id = create(parent, "/partners", body);
        String first = signIn(email, FIRST_PASSWORD);
        api.put(
                        first,
                        "/api/v1/me/password",
                        Map.of("currentPassword", FIRST_PASSWORD, "newPassword", PASSWORD))
                .expect(204);
        return new Member(id, email, signIn(email, PASSWORD));
    }

    private String signIn(String email, String password) throws InterruptedException {
        Map<String, String> body = Map.of("username", email, "password", password);
        return api.post("", "/api/v1/tokens", body)
                .expect(201)
                .json()
                .path("accessToken")
                .asString();
    }

    private String create(Member who, String path, Object body) throws InterruptedException {
        return create(who.token, path, body);
    }

    /** Creates a resource, repeating while a service does not know yet what the body refers to. */
    private String create(String token, String path, Object body) throws InterruptedException {
        return id(
                Client.until(
                        answer -> answer.status() != 404 && answer.status() != 409,
                        PAUSE,
                        () -> path,
                        () -> api.post(token, "/api/v1" + path, body)));
    }

    private static String letters() {
        return ThreadLocalRandom.current()
                .ints(16, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
