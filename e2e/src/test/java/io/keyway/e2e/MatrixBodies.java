package io.keyway.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A valid body for each call that takes one, with ids that the caller may name. */
final class MatrixBodies {

    private static final JsonMapper JSON = JsonMapper.shared();

    private MatrixBodies() {}

    /** The body of a call that names its resource in the path; it has no ids. */
    static String ofPath(ApiCall call, MatrixIds ids) {
        return switch (call.name()) {
            case "PUT /partners/{id}/grants" -> "[]";
            case "POST /partners/{id}/accounts" ->
                    """
                    {"email":"x@example.com","name":"x","password":"long enough","permissions":[]}\
                    """;
            case "POST /partners/{id}/accounts/{accountId}/reset-password",
                    "POST /customers/{id}/reset-password",
                    "POST /partner-applications/{id}/approve" ->
                    "{\"password\":\"long enough\"}";
            case "POST /partner-applications/{id}/reject" -> "{\"reason\":\"no\"}";
            case "PUT /orders/{id}/license-managers/{partnerId}" ->
                    "{\"grants\":[{\"productId\":\"" + ids.get("product") + "\"}]}";
            case "POST /orders/{id}/lines" ->
                    "{\"lines\":[{\"productId\":\"%s\",\"policyId\":\"%s\",\"quantity\":1}]}"
                            .formatted(ids.get("product"), ids.get("policy"));
            case "POST /orders/{id}/returns" ->
                    "{\"lines\":[{\"lineId\":\"" + ids.get("line") + "\",\"quantity\":1}]}";
            case "POST /licenses/{id}/machines", "POST /licenses/{licenseId}/machines" ->
                    "{\"fingerprint\":\"cc:dd\"}";
            case "POST /licenses/{id}/transfer" ->
                    "{\"customerId\":\"" + ids.get("customer") + "\"}";
            case "POST /licenses/{id}/change-policy" ->
                    "{\"policyId\":\"" + ids.get("policy") + "\",\"expiry\":\"keep\"}";
            default -> "{}";
        };
    }

    /** The body with another id in the field ({@code lines[].productId}). */
    static String with(ApiCall call, MatrixIds ids, String field, String id) {
        Object body = of(call.name(), ids);
        if (body == null) {
            throw new AssertionError("the matrix has no body for " + call.name() + " " + field);
        }
        JsonNode root = JSON.valueToTree(body);
        replace(root, List.of(field.split("\\.|(?=\\[])")), id);
        return JSON.writeValueAsString(root);
    }

    private static void replace(JsonNode node, List<String> steps, String id) {
        String step = steps.getFirst();
        List<String> further = steps.subList(1, steps.size());
        if (step.equals("[]") && further.isEmpty()) {
            ((ArrayNode) node).removeAll().add(id);
        } else if (step.equals("[]")) {
            node.forEach(item -> replace(item, further, id));
        } else if (further.isEmpty()) {
            ((ObjectNode) node).put(step, id);
        } else {
            JsonNode next = node.path(step);
            replace(
                    next.isMissingNode()
                            ? further.getFirst().equals("[]")
                                    ? ((ObjectNode) node).putArray(step)
                                    : ((ObjectNode) node).putObject(step)
                            : next,
                    further,
                    id);
        }
    }

    private static Object of(String call, MatrixIds ids) {
        Map<String, Object> grant =
                Map.of("productId", ids.get("product"), "policyIds", List.of(ids.get("policy")));
        return switch (call) {
            case "POST /partners" -> {
                Map<String, Object> partner = Tree.partnerBody("reseller");
                partner.put("parentId", ids.get("vendor"));
                partner.put("model", "commission");
                partner.put("planId", ids.get("plan"));
                partner.put("grants", List.of(grant));
                yield partner;
            }
            case "PUT /partners/{id}/grants" -> List.of(grant);
            case "POST /partner-applications/{id}/approve" ->
                    Map.of(
                            "password", Tree.PASSWORD,
                            "planId", ids.get("plan"),
                            "grants", List.of(grant));
            case "POST /customers" ->
                    Map.of(
                            "email",
                            Tree.letters() + "@example.com",
                            "password",
                            Tree.PASSWORD,
                            "firstName",
                            "A",
                            "lastName",
                            "B",
                            "partnerId",
                            ids.get("partner"),
                            "planId",
                            ids.get("plan"));
            case "PATCH /partners/{id}", "PATCH /customers/{id}" ->
                    Map.of("planId", ids.get("plan"));
            case "POST /policies" ->
                    Map.of(
                            "productId", ids.get("product"),
                            "name", "p",
                            "type", "perpetual",
                            "scheme", "ed25519");
            case "POST /meters" ->
                    Map.of(
                            "vendorId", ids.get("vendor"),
                            "code", "m",
                            "eventType", "e",
                            "aggregation", "count");
            case "POST /late-events/{id}/take-in" -> Map.of("reason", "The plant was offline");
            case "POST /remeterings" ->
                    Map.of(
                            "meterId",
                            ids.get("meter"),
                            "from",
                            Instant.now().minus(Duration.ofHours(2)).toString(),
                            "to",
                            Instant.now().minus(Duration.ofHours(1)).toString());
            case "POST /remeterings/{id}/apply" -> Map.of("reason", "It read another property");
            case "PUT /usage-settings" -> Map.of("acceptedFor", "P35D");
            case "POST /usage-corrections" ->
                    Map.of(
                            "licenseId", ids.get("license"),
                            "source", "/app",
                            "eventId", "e-1",
                            "action", "void",
                            "reason", "Sent twice");
            // The field that is judged names the subject.
            case "POST /quotas" -> Map.of("meter", "messages", "included", "10", "limit", "soft");
            // The field that is judged names the payer.
            case "POST /credits" ->
                    Map.of(
                            "kind", "grant",
                            "amount", Map.of("amount", 100, "currency", "EUR"),
                            "until", "2099-01",
                            "note", "Welcome");
            case "POST /credits/{id}/void" -> Map.of("reason", "Mistaken");
            case "POST /credit-notes" ->
                    Map.of(
                            "statementId",
                            ids.get("statement"),
                            "lineKey",
                            "fee",
                            "amount",
                            Map.of("amount", 1, "currency", "EUR"),
                            "reason",
                            "Delivered late");
            case "POST /orders", "POST /orders/preview" -> order(ids);
            case "POST /orders/{id}/lines" -> Map.of("lines", order(ids).get("lines"));
            case "POST /orders/{id}/returns" ->
                    Map.of("lines", List.of(Map.of("lineId", ids.get("line"), "quantity", 1)));
            case "PUT /orders/{id}/license-managers/{partnerId}" ->
                    Map.of("grants", List.of(grant));
            case "POST /licenses" -> licenses(ids);
            case "POST /license-batches" -> batch(ids);
            case "POST /licenses/validate" -> Map.of("key", ids.licenseKey(), "scope", Map.of());
            case "POST /licenses/{id}/transfer" -> Map.of("customerId", ids.get("customer"));
            case "POST /licenses/{id}/change-policy" ->
                    Map.of("policyId", ids.get("policy"), "expiry", "keep");
            case "POST /settlements/preview" -> Map.of("licenseIds", List.of(ids.get("license")));
            case "POST /settlements" ->
                    Map.of("licenseIds", List.of(ids.get("license")), "termsAccepted", true);
            default -> null;
        };
    }

    static Map<String, Object> batch(MatrixIds ids) {
        Map<String, Object> batch =
                new LinkedHashMap<>(
                        Map.of(
                                "kind",
                                "issue",
                                "rows",
                                List.of(
                                        Map.of(
                                                "customer", ids.get("customer"),
                                                "product", ids.get("product"),
                                                "policy", ids.get("policy"),
                                                "quantity", 1))));
        if (ids.has("order")) {
            batch.put("orderId", ids.get("order"));
        }
        return batch;
    }

    private static Map<String, Object> order(MatrixIds ids) {
        return Map.of(
                "customerId",
                ids.get("customer"),
                "fulfillment",
                "on_demand",
                "lines",
                List.of(
                        Map.of(
                                "productId", ids.get("product"),
                                "policyId", ids.get("policy"),
                                "quantity", 1)));
    }

    private static Map<String, Object> licenses(MatrixIds ids) {
        Map<String, Object> licenses = new LinkedHashMap<>();
        for (String kind : List.of("order", "product", "policy", "customer")) {
            if (ids.has(kind)) {
                licenses.put(kind + "Id", ids.get(kind));
            }
        }
        licenses.put("quantity", 1);
        return licenses;
    }
}
