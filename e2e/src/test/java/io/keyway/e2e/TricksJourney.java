package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Attempts to get more than the caller's own branch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TricksJourney {

    private final Keyway keyway = Keyway.shared();
    private Tree tree;
    private Tree other;

    @BeforeAll
    void makeTwoTrees() {
        tree = new Tree(keyway);
        other = new Tree(keyway);
    }

    @Test
    void noHeaderChangesTheCaller() {
        String mine = keyway.get(tree.sibling, "/api/v1/customers").text();
        for (Map.Entry<String, String> header :
                Map.of(
                                "X-Partner-Id", tree.resellerId,
                                "X-User-Id", "root",
                                "X-Internal-Role", "operator",
                                "Keyway-Scope", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiT1BFUkFUT1IifQ.",
                                "Keyway-Session", "x",
                                "Forwarded", "for=127.0.0.1;host=internal",
                                "X-Forwarded-For", "127.0.0.1",
                                "X-Original-URL", "/api/v1/partners",
                                "X-Rewrite-Url", "/api/v1/partners")
                        .entrySet()) {
            Answer answer =
                    keyway.send(
                            tree.sibling,
                            "GET",
                            "/api/v1/customers",
                            null,
                            Map.of(header.getKey(), header.getValue()));
            assertThat(answer.status()).as(header.getKey()).isEqualTo(200);
            assertThat(answer.text()).as(header.getKey()).isEqualTo(mine);
        }
    }

    @Test
    void noSpellingOfAPathReachesMoreThanItsPlainForm() throws IOException {
        for (String path :
                List.of(
                        "/api/v1/customers/..;/partners",
                        "/api/v1/customers/%2e%2e/partners",
                        "/api/v1//partners",
                        "//api/v1/partners",
                        "/api/v1/partners%2f" + tree.vendorId,
                        "/api/v1/partners;x=y/" + tree.vendorId,
                        "/api/v1/./partners",
                        "/api/v1/partners/",
                        "/API/V1/partners",
                        "/api/v1/partners%00",
                        "/internal/openapi",
                        "/internal/identities/crd_01hv7z8k3m9q2r4s6t8v0w1x2a",
                        "/api/v1/../../internal/openapi",
                        "/actuator/env",
                        "/actuator/heapdump",
                        "/api\\v1\\partners")) {
            assertThat(statusOf("GET " + path, tree.vendor)).as(path).isIn(400, 404);
        }
    }

    @Test
    void noHeaderChangesTheMethod() {
        for (String header :
                List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            Answer answer =
                    keyway.send(
                            tree.vendor,
                            "POST",
                            "/api/v1/partners/" + tree.siblingId + "/activate?_method=DELETE",
                            null,
                            Map.of(header, "DELETE"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(keyway.get(tree.vendor, "/api/v1/partners/" + tree.siblingId).status())
                    .as(header)
                    .isEqualTo(200);
        }
    }

    @Test
    void callersCannotSetFieldsThatAreNotTheirs() {
        List<String> taken = new ArrayList<>();
        int tried = 0;
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                JsonNode properties =
                        properties(document, operation.getValue().path("requestBody"));
                if (properties.isMissingNode()) {
                    continue;
                }
                for (String field :
                        List.of(
                                "scope",
                                "role",
                                "version",
                                "_id",
                                "outbox",
                                "relayBy",
                                "vendorId",
                                "customerScope",
                                "passwordHash",
                                "active",
                                "id",
                                "createdAt")) {
                    if (properties.has(field)) {
                        continue;
                    }
                    tried++;
                    Answer answer =
                            keyway.send(
                                    tree.vendor,
                                    operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey().replaceAll("\\{[^}]*}", tree.resellerId),
                                    "{\"" + field + "\":\"x\"}",
                                    Map.of());
                    if (answer.status() < 400 || answer.status() >= 500) {
                        taken.add(
                                operation.getKey()
                                        + " "
                                        + path.getKey()
                                        + " "
                                        + field
                                        + ": "
                                        + answer.status());
                    }
                }
            }
        }
        assertThat(taken).as("of " + tried).isEmpty();
        assertThat(tried).isGreaterThan(200);
        for (Map.Entry<String, Object> field :
                Map.<String, Object>of(
                                "type", "vendor",
                                "scope", List.of(),
                                "loginDomain", "stolen",
                                "status", "active",
                                "partnerId", tree.vendorId)
                        .entrySet()) {
            Answer answer =
                    keyway.send(
                            tree.distributor,
                            "PATCH",
                            "/api/v1/partners/" + tree.siblingId,
                            Map.of(field.getKey(), field.getValue()),
                            Map.of());
            assertThat(answer.status()).as(field.getKey()).isBetween(400, 499);
        }
    }

    @Test
    void operatorsOfTheStoreAreNotAcceptedAsValues() {
        String injected = "%7B%22%24gt%22%3A%22%22%7D";
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode get = path.getValue().path("get");
            if (get.isMissingNode() || path.getKey().contains("{")) {
                continue;
            }
            for (JsonNode parameter : get.path("parameters")) {
                String name = parameter.path("name").asString();
                if (!parameter.path("in").asString().equals("query")) {
                    continue;
                }
                for (String query : List.of(name + "=" + injected, name + "%5B%24gt%5D=")) {
                    Answer answer = keyway.get(other.reseller, path.getKey() + "?" + query);
                    assertThat(answer.status()).as(path.getKey() + "?" + query).isLessThan(500);
                    assertThat(answer.text()).doesNotContain(tree.customerId, tree.vendorId);
                }
            }
        }
        assertThat(
                        keyway.post(
                                        "",
                                        "/api/v1/tokens",
                                        "{\"username\":{\"$gt\":\"\"},\"password\":{\"$gt\":\"\"}}")
                                .status())
                .isEqualTo(400);
        assertThat(keyway.get(other.reseller, "/api/v1/customers?q=.*").json().path("items").size())
                .as("what is searched for is no pattern")
                .isZero();
    }

    @Test
    void aCursorGrantsNothing() {
        String first =
                keyway.get(tree.vendor, "/api/v1/partners?limit=1").json().path("next").asString();
        assertThat(first).isNotEmpty();
        Answer foreign = keyway.get(other.vendor, "/api/v1/partners?limit=50&cursor=" + first);
        assertThat(foreign.text())
                .doesNotContain(tree.vendorId, tree.distributorId, tree.resellerId, tree.siblingId);
        assertThat(keyway.get(other.vendor, "/api/v1/partners?cursor=bm90IG91cnM").code())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void anIdempotencyKeyIsItsCallersOwn() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("password", Tree.PASSWORD);
        body.put("firstName", "Same");
        body.put("lastName", "Key");
        List<String> made = new ArrayList<>();
        for (String who : List.of(tree.reseller, tree.sibling, other.reseller)) {
            body.put("email", Tree.letters() + "@example.com");
            Answer answer =
                    keyway.send(
                            who,
                            "POST",
                            "/api/v1/customers",
                            body,
                            Map.of("Idempotency-Key", "the-same"));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            made.add(answer.id());
        }
        assertThat(made).doesNotHaveDuplicates();
    }

    @Test
    void aBatchOfEventsAnswersForeignLicensesAsMissing() {
        String order = tree.allowance(5, 5);
        String license =
                keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1))
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        String missing = "lic_01hv7z8k3m9q2r4s6t8v0w1x2a";
        Answer answer =
                keyway.send(
                        other.vendor,
                        "POST",
                        "/api/v1/events",
                        List.of(event("1", license), event("2", missing)),
                        Map.of("Content-Type", "application/cloudevents-batch+json"));
        JsonNode results = answer.json().path("results");
        assertThat(results.size()).as(answer.text()).isEqualTo(2);
        assertThat(results.path(0).path("status").asString()).isEqualTo("rejected");
        assertThat(results.path(0).path("code")).isEqualTo(results.path(1).path("code"));
    }

    private static Map<String, Object> event(String id, String license) {
        return Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/test",
                "type",
                "message.sent",
                "subject",
                license,
                "data",
                Map.of("count", 1));
    }

    private static JsonNode properties(JsonNode document, JsonNode requestBody) {
        for (JsonNode content : requestBody.path("content")) {
            JsonNode schema = content.path("schema");
            while (schema.has("$ref")) {
                schema = document.at(schema.path("$ref").asString().substring(1));
            }
            return schema.path("properties");
        }
        return requestBody.path("none");
    }

    /** Sends the request line as it is: client libraries would normalise it. */
    private int statusOf(String requestLine, String token) throws IOException {
        URI url = URI.create(keyway.local().url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(
                            (requestLine
                                            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                            + token
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            String status =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            return Integer.parseInt(status.split(" ")[1]);
        }
    }
}
