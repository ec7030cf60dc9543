package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/**
 * A network for a journey: a vendor with a product, a distributor, two resellers and a customer of
 * the first one, each with its token.
 */
final class Tree {

    static final String FIRST_PASSWORD = "first password";
    static final String PASSWORD = "second password";

    final Keyway keyway;
    final String vendor;
    final String vendorId;
    final String vendorName;
    final String distributor;
    final String distributorId;
    final String distributorName;
    final String reseller;
    final String resellerId;
    final String resellerName;
    final String sibling;
    final String siblingId;
    final String siblingName;
    final String customer;
    final String customerId;
    final String customerEmail;
    final String product;
    final String policy;
    final String plan;
    final String meter = "messages";

    Tree(Keyway keyway) {
        this.keyway = keyway;
        Member vendorMember = join(keyway.operator(), "vendor", Map.of());
        vendor = vendorMember.token;
        vendorId = vendorMember.id;
        vendorName = vendorMember.name;
        product =
                created(
                        keyway.post(
                                vendor,
                                "/api/v1/products",
                                Map.of("code", "cad", "name", "CAD", "kind", "product")));
        policy =
                created(
                        keyway.post(
                                vendor,
                                "/api/v1/policies",
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
                                        "entitlements",
                                        List.of("export"),
                                        "scheme",
                                        "ed25519",
                                        "price",
                                        Map.of("amount", 10_000, "currency", "EUR"))));
        created(
                keyway.post(
                        vendor,
                        "/api/v1/meters",
                        Map.of(
                                "code",
                                meter,
                                "eventType",
                                "message.sent",
                                "aggregation",
                                "sum",
                                "valueProperty",
                                "count")));
        plan =
                created(
                        keyway.post(
                                vendor,
                                "/api/v1/plans",
                                Map.of(
                                        "name",
                                        "Standard",
                                        "fee",
                                        Map.of("amount", 5_000, "currency", "EUR"),
                                        "rates",
                                        List.of(
                                                Map.of(
                                                        "meter",
                                                        meter,
                                                        "rate",
                                                        Map.of(
                                                                "model",
                                                                "unit",
                                                                "unit",
                                                                "0.015",
                                                                "included",
                                                                "100",
                                                                "currency",
                                                                "EUR"))))));
        List<Map<String, String>> grants = grants();
        Member distributorMember =
                join(
                        vendor,
                        "distributor",
                        Map.of("discountPercent", "10", "planId", plan, "grants", grants));
        distributor = distributorMember.token;
        distributorId = distributorMember.id;
        distributorName = distributorMember.name;
        Member resellerMember =
                join(distributor, "reseller", Map.of("model", "own_plans", "grants", grants));
        reseller = resellerMember.token;
        resellerId = resellerMember.id;
        resellerName = resellerMember.name;
        Member siblingMember =
                join(distributor, "reseller", Map.of("model", "commission", "grants", grants));
        sibling = siblingMember.token;
        siblingId = siblingMember.id;
        siblingName = siblingMember.name;
        customerEmail = letters() + "@example.com";
        customerId =
                created(
                        keyway.post(
                                reseller,
                                "/api/v1/customers",
                                Map.of(
                                        "email",
                                        customerEmail,
                                        "password",
                                        FIRST_PASSWORD,
                                        "firstName",
                                        "Ada",
                                        "lastName",
                                        "Byron")));
        customer = enter(customerEmail);
    }

    /**
     * A member.
     *
     * @param name also its login domain, and the first part of its e-mail
     */
    record Member(String id, String name, String token) {}

    /** The product, to be granted with all of its policies. */
    List<Map<String, String>> grants() {
        return List.of(Map.of("productId", product));
    }

    /** The token of a reseller that has been deactivated since. */
    String deactivated() {
        Member member = join(distributor, "reseller", Map.of("model", "commission"));
        Answer answer =
                keyway.post(distributor, "/api/v1/partners/" + member.id + "/deactivate", null);
        assertThat(answer.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> keyway.get(member.token, "/api/v1/me").status() == 401);
        return member.token;
    }

    /**
     * Creates an application to become a partner of the distributor.
     *
     * @return its id
     */
    String application() {
        Map<String, Object> body = new HashMap<>(partnerBody("reseller"));
        body.remove("password");
        body.put("model", "commission");
        body.put(
                "loginDomainOfParent",
                keyway.get(distributor, "/api/v1/me")
                        .json()
                        .path("partner")
                        .path("loginDomain")
                        .asString());
        Answer answer = keyway.post("", "/api/v1/partner-applications", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.id();
    }

    /** Creates a partner below the caller and signs in as it. */
    Member join(String parent, String type, Map<String, Object> more) {
        Map<String, Object> body = partnerBody(type);
        body.putAll(more);
        String id =
                created(retryUntilConsumed(() -> keyway.post(parent, "/api/v1/partners", body)));
        String name = (String) body.get("loginDomain");
        return new Member(id, name, enter(email(name)));
    }

    static Map<String, Object> partnerBody(String type) {
        String name = letters();
        return new HashMap<>(
                Map.of(
                        "type",
                        type,
                        "name",
                        name,
                        "email",
                        name + "@example.com",
                        "phone",
                        "+4930901820",
                        "password",
                        FIRST_PASSWORD,
                        "contact",
                        Map.of(
                                "name",
                                name,
                                "email",
                                name + "@example.com",
                                "phone",
                                "+4930901820"),
                        "loginDomain",
                        name));
    }

    static String email(String name) {
        return name + "@example.com";
    }

    /**
     * Signs in for the first time and changes the password, which is required before anything else.
     *
     * @return the token
     */
    String enter(String email) {
        String first = keyway.signIn(email, FIRST_PASSWORD);
        assertThat(keyway.get(first, "/api/v1/customers").code())
                .isEqualTo("password_change_required");
        Answer changed =
                keyway.put(
                        first,
                        "/api/v1/me/password",
                        Map.of("currentPassword", FIRST_PASSWORD, "newPassword", PASSWORD));
        assertThat(changed.status()).as(changed.text()).isEqualTo(204);
        return keyway.signIn(email, PASSWORD);
    }

    /** Places an order of the distributor; an immediate one is for the customer. */
    Answer order(String fulfillment, int quantity) {
        return keyway.post(distributor, "/api/v1/orders", orderBody(fulfillment, quantity));
    }

    Map<String, Object> orderBody(String fulfillment, int quantity) {
        return Map.of(
                "customerId",
                customerId,
                "fulfillment",
                fulfillment,
                "lines",
                List.of(Map.of("productId", product, "policyId", policy, "quantity", quantity)));
    }

    Map<String, Object> licensesBody(String orderId, int quantity) {
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

    JsonNode settled(String who, String path, java.util.function.Predicate<JsonNode> settled) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> keyway.get(who, path).json(), settled);
    }

    /**
     * Places an on-demand order in which the reseller may issue its share.
     *
     * @return its id
     */
    String allowance(int quantity, int resellersShare) {
        String id = created(order("on_demand", quantity));
        String managers = "/api/v1/orders/" + id + "/license-managers";
        Answer assigned =
                keyway.put(
                        distributor,
                        managers + "/" + resellerId,
                        Map.of(
                                "grants",
                                List.of(
                                        Map.of(
                                                "productId",
                                                product,
                                                "licensesMax",
                                                resellersShare))));
        assertThat(assigned.status()).as(assigned.text()).isEqualTo(200);
        settled(
                distributor,
                managers,
                now -> now.path("items").path(0).path("status").asString().equals("active"));
        return id;
    }

    /** Repeats while services have not received a grant or a withdrawal. */
    private static Answer retryUntilConsumed(java.util.function.Supplier<Answer> call) {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(call::get, answer -> answer.status() != 404 && answer.status() != 409);
    }

    /**
     * Creates a customer of the caller.
     *
     * @return its id
     */
    static String customer(Keyway keyway, String creator, String email) {
        return customer(keyway, creator, email, Map.of());
    }

    /**
     * The same with further fields.
     *
     * @return its id
     */
    static String customer(Keyway keyway, String creator, String email, Map<String, String> more) {
        Map<String, String> body = new HashMap<>(more);
        body.putAll(
                Map.of(
                        "email",
                        email,
                        "password",
                        FIRST_PASSWORD,
                        "firstName",
                        "Grace",
                        "lastName",
                        "Hopper"));
        return created(keyway.post(creator, "/api/v1/customers", body));
    }

    static String created(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.id();
    }

    static String letters() {
        return ThreadLocalRandom.current()
                .ints(16, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
