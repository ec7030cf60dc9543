package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One id of each kind that a caller may name. */
final class MatrixIds {

    static final YearMonth LAST_MONTH = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    private static final String UNKNOWN = "01hv7z8k3m9q2r4s6t8v0w1x2a";

    private final Map<String, String> ids = new LinkedHashMap<>();

    /** The key of the license, which products send. */
    private String licenseKey = "none";

    /**
     * The ids of the reseller and of what is above it; the statement is the distributor's, and
     * closed.
     */
    static MatrixIds of(Tree tree) {
        Keyway keyway = tree.keyway;
        MatrixIds made = new MatrixIds();
        made.ids.put("partner", tree.resellerId);
        made.ids.put("vendor", tree.vendorId);
        made.ids.put("customer", tree.customerId);
        made.ids.put("product", tree.product);
        made.ids.put("policy", tree.policy);
        made.ids.put("plan", tree.plan);
        String order = tree.allowance(50, 50);
        made.ids.put("order", order);
        made.ids.put("line", line(keyway, tree.distributor, order));
        made.issue(keyway, tree.reseller, made.fromPortfolio(tree));
        made.settle(keyway, tree.reseller);
        made.issue(keyway, tree.reseller, tree.licensesBody(order, 2));
        made.ids.put("batch", batch(keyway, tree.reseller, made));
        made.ids.put("machine", made.machine(keyway, tree.reseller));
        made.ids.put("meter", first(keyway.get(tree.vendor, "/api/v1/meters")));
        made.ids.put("quota", quota(keyway, tree.reseller, made.get("license")));
        made.ids.put("credit", credit(keyway, tree.distributor, tree.resellerId));
        made.ids.put("account", account(keyway, tree.reseller, tree.resellerId));
        made.ids.put("key", key(keyway, tree.reseller));
        made.ids.put("application", tree.application());
        made.ids.put("statement", made.billedUsage(tree));
        made.ids.put("late", made.lateEvent(keyway, tree.reseller));
        made.ids.put("remetering", remetering(keyway, tree.vendor, made.get("meter")));
        return made;
    }

    /** Ids of the distributor's own resources, which partners below it must not see. */
    static MatrixIds ofParent(Tree tree, MatrixIds reseller) {
        Keyway keyway = tree.keyway;
        MatrixIds made = new MatrixIds();
        for (String kind :
                List.of("vendor", "application", "statement", "close", "note", "remetering")) {
            made.ids.put(kind, reseller.get(kind));
        }
        made.ids.put("partner", tree.distributorId);
        made.ids.put("customer", customer(keyway, tree.distributor));
        made.ids.put("order", Tree.created(tree.order("on_demand", 3)));
        made.ids.put("line", line(keyway, tree.distributor, made.get("order")));
        made.issue(keyway, tree.distributor, made.fromPortfolio(tree));
        made.settle(keyway, tree.distributor);
        MatrixIds named = new MatrixIds();
        named.ids.putAll(reseller.ids);
        named.ids.putAll(made.ids);
        made.ids.put("batch", batch(keyway, tree.distributor, named));
        made.ids.put("machine", made.machine(keyway, tree.distributor));
        made.ids.put("quota", quota(keyway, tree.distributor, made.get("license")));
        made.ids.put("credit", credit(keyway, tree.vendor, tree.distributorId));
        made.ids.put("late", made.lateEvent(keyway, tree.distributor));
        made.ids.put("account", account(keyway, tree.distributor, tree.distributorId));
        made.ids.put("key", key(keyway, tree.distributor));
        return made;
    }

    /** The ids of the sibling: its own customer and license, the rest is shared with its tree. */
    static MatrixIds ofSibling(Tree tree, MatrixIds reseller) {
        Keyway keyway = tree.keyway;
        MatrixIds made = new MatrixIds();
        made.ids.putAll(reseller.ids);
        made.ids.remove("order");
        made.ids.put("partner", tree.siblingId);
        made.ids.put("customer", customer(keyway, tree.sibling));
        made.issue(keyway, tree.sibling, made.fromPortfolio(tree));
        return made;
    }

    private static String line(Keyway keyway, String who, String order) {
        return keyway.get(who, "/api/v1/orders/" + order)
                .json()
                .path("lines")
                .path(0)
                .path("id")
                .asString();
    }

    private static String batch(Keyway keyway, String who, MatrixIds its) {
        Answer sent = keyway.post(who, "/api/v1/license-batches", MatrixBodies.batch(its));
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        return sent.id();
    }

    private static String customer(Keyway keyway, String who) {
        return Tree.created(
                keyway.post(
                        who,
                        "/api/v1/customers",
                        Map.of(
                                "email",
                                Tree.letters() + "@example.com",
                                "password",
                                Tree.FIRST_PASSWORD,
                                "firstName",
                                "Charles",
                                "lastName",
                                "Babbage")));
    }

    private static String quota(Keyway keyway, String who, String license) {
        return Tree.created(
                keyway.post(
                        who,
                        "/api/v1/quotas",
                        Map.of(
                                "meter", "messages",
                                "licenseId", license,
                                "included", "1000",
                                "limit", "soft")));
    }

    private static String credit(Keyway keyway, String who, String partnerId) {
        return Tree.created(
                keyway.post(
                        who,
                        "/api/v1/credits",
                        Map.of(
                                "partnerId",
                                partnerId,
                                "kind",
                                "grant",
                                "amount",
                                Map.of("amount", 100, "currency", "EUR"),
                                "until",
                                YearMonth.now(ZoneOffset.UTC).toString(),
                                "note",
                                "Welcome")));
    }

    /**
     * A cent off the first line of the distributor's closed statement that something is owed for.
     */
    private String creditNote(Tree tree) {
        String key =
                tree.keyway
                        .get(tree.vendor, "/api/v1/statements/" + get("statement"))
                        .json()
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.at("/amount/amount").asLong() > 0)
                        .findFirst()
                        .orElseThrow()
                        .path("key")
                        .asString();
        return Tree.created(
                tree.keyway.post(
                        tree.vendor,
                        "/api/v1/credit-notes",
                        Map.of(
                                "statementId",
                                get("statement"),
                                "lineKey",
                                key,
                                "amount",
                                Map.of("amount", 1, "currency", "EUR"),
                                "reason",
                                "Delivered late")));
    }

    private static String account(Keyway keyway, String who, String partnerId) {
        return Tree.created(
                keyway.post(
                        who,
                        "/api/v1/partners/" + partnerId + "/accounts",
                        Map.of(
                                "email",
                                Tree.letters() + "@example.com",
                                "name",
                                "Staff",
                                "password",
                                Tree.FIRST_PASSWORD,
                                "permissions",
                                List.of())));
    }

    private static String key(Keyway keyway, String who) {
        return Tree.created(
                keyway.post(
                        who, "/api/v1/api-keys", Map.of("name", "k", "permissions", List.of())));
    }

    private String machine(Keyway keyway, String who) {
        return Tree.created(
                keyway.post(
                        who,
                        "/api/v1/licenses/" + get("license") + "/machines",
                        Map.of("fingerprint", "aa:bb")));
    }

    private Map<String, Object> fromPortfolio(Tree tree) {
        return Map.of(
                "productId",
                tree.product,
                "policyId",
                tree.policy,
                "customerId",
                get("customer"),
                "quantity",
                1);
    }

    private void issue(Keyway keyway, String who, Map<String, Object> body) {
        Answer issued = keyway.post(who, "/api/v1/licenses", body);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        JsonNode license = issued.json().path("items").path(0);
        ids.put("issuance", issued.json().path("issuanceId").asString());
        ids.put("license", license.path("id").asString());
        licenseKey = license.path("key").asString();
    }

    /** Settles a license that was issued from the portfolio, and so is owed. */
    private void settle(Keyway keyway, String who) {
        ids.put(
                "settlement",
                Tree.created(
                        keyway.post(
                                who,
                                "/api/v1/settlements",
                                Map.of(
                                        "licenseIds",
                                        List.of(get("license")),
                                        "termsAccepted",
                                        true))));
    }

    /**
     * Bills usage of the month before, so that the distributor has a closed statement.
     *
     * @return the statement's id
     */
    private String billedUsage(Tree tree) {
        Answer taken =
                tree.keyway.post(
                        tree.reseller,
                        "/api/v1/events",
                        Map.of(
                                "specversion", "1.0",
                                "id", "1",
                                "source", "/matrix",
                                "type", "message.sent",
                                "subject", get("license"),
                                "time", LAST_MONTH.atEndOfMonth() + "T12:00:00Z",
                                "data", Map.of("count", 150)));
        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        String statements =
                "/api/v1/statements?partnerId=" + tree.distributorId + "&period=" + LAST_MONTH;
        return tree.settled(
                        tree.vendor,
                        statements,
                        now -> now.path("items").path(0).path("lines").toString().contains("usage"))
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    /** Reports usage that comes too late to count. */
    private String lateEvent(Keyway keyway, String who) {
        Answer refused =
                keyway.post(
                        who,
                        "/api/v1/events",
                        Map.of(
                                "specversion", "1.0",
                                "id", "late",
                                "source", "/matrix",
                                "type", "message.sent",
                                "subject", get("license"),
                                "time", Instant.now().minus(Duration.ofDays(40)).toString(),
                                "data", Map.of("count", 1)));
        assertThat(refused.text()).contains("out_of_window");
        return first(keyway.get(who, "/api/v1/late-events"));
    }

    private static String remetering(Keyway keyway, String who, String meter) {
        Answer started =
                keyway.post(
                        who,
                        "/api/v1/remeterings",
                        Map.of(
                                "meterId",
                                meter,
                                "from",
                                Instant.now().minus(Duration.ofHours(2)).toString(),
                                "to",
                                Instant.now().minus(Duration.ofHours(1)).toString()));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        return started.json().path("id").asString();
    }

    private static String first(Answer list) {
        return list.json().path("items").path(0).path("id").asString();
    }

    /** The vendor has closed the month. */
    void closed(Tree tree, String close) {
        ids.put("close", close);
        ids.put("note", creditNote(tree));
    }

    boolean has(String kind) {
        return ids.containsKey(kind);
    }

    String get(String kind) {
        String id = ids.get(kind);
        if (id == null) {
            throw new AssertionError("the matrix has no " + kind);
        }
        return id;
    }

    String licenseKey() {
        return licenseKey;
    }

    Map<String, String> all() {
        return ids;
    }

    /** An id of the kind that does not exist. */
    String missing(String kind) {
        String known = get(kind);
        return known.substring(0, known.indexOf('_') + 1) + UNKNOWN;
    }
}
