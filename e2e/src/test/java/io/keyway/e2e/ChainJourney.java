package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a partner to a statement, as the members and products of a network use the API. */
class ChainJourney {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Keyway keyway = Keyway.shared();

    @Test
    void theWholeChain() throws Exception {
        Tree tree = new Tree(keyway);

        // The distributor orders: immediate licenses are issued without further calls.
        String immediate = Tree.created(tree.order("immediate", 2));
        JsonNode fulfilled =
                tree.settled(
                        tree.distributor,
                        "/api/v1/orders/" + immediate,
                        now -> now.path("status").asString().equals("fulfilled"));
        assertThat(fulfilled.path("total").path("amount").asLong())
                .as("2 × 100.00 less 10 %")
                .isEqualTo(18_000);
        JsonNode issuedAtOnce =
                keyway.get(tree.distributor, "/api/v1/licenses?orderId=" + immediate)
                        .json()
                        .path("items");
        assertThat(issuedAtOnce.size()).isEqualTo(2);

        // On demand, the reseller draws: no more than its share, and only for its own customers.
        String onDemand = tree.allowance(10, 3);
        Answer issued =
                keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(onDemand, 2));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        assertThat(
                        keyway.post(
                                        tree.reseller,
                                        "/api/v1/licenses",
                                        tree.licensesBody(onDemand, 2))
                                .code())
                .isEqualTo("quota_exceeded");
        assertThat(
                        keyway.post(
                                        tree.sibling,
                                        "/api/v1/licenses",
                                        tree.licensesBody(onDemand, 1))
                                .status())
                .isEqualTo(404);
        assertThat(
                        keyway.post(tree.reseller, "/api/v1/orders", tree.orderBody("on_demand", 1))
                                .status())
                .isEqualTo(403);

        JsonNode license = issued.json().path("items").path(0);
        String id = license.path("id").asString();
        String key = license.path("key").asString();

        // A third party verifies the key and the file with only the published key and the JDK.
        verifySignedKey(key);
        JsonNode file =
                readLicenseFile(
                        keyway.post(
                                        tree.reseller,
                                        "/api/v1/licenses/"
                                                + id
                                                + "/check-out?encrypt=true&ttl=P30D",
                                        null)
                                .json()
                                .path("certificate")
                                .asString(),
                        key);
        assertThat(file.path("meta").path("ttl").isNumber()).isTrue();
        assertThat(file.path("data").path("id").asString()).isEqualTo(id);
        assertThat(file.path("data").path("attributes").path("key").asString()).isEqualTo(key);

        // The product validates its key, and gets the reason when it is not valid.
        Map<String, Object> machine = Map.of("key", key, "scope", Map.of("fingerprint", "aa:bb"));
        assertThat(validate(machine).path("code").asString()).isEqualTo("NO_MACHINE");
        assertThat(
                        keyway.post(
                                        tree.reseller,
                                        "/api/v1/licenses/" + id + "/machines",
                                        Map.of("fingerprint", "aa:bb", "name", "one"))
                                .status())
                .isEqualTo(201);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(validate(machine).path("code").asString())
                                        .isEqualTo("VALID"));
        assertThat(validate(Map.of("key", "key/none.none")).path("code").asString())
                .isEqualTo("NOT_FOUND");
        keyway.post(tree.reseller, "/api/v1/licenses/" + id + "/suspend", null);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(validate(machine).path("code").asString())
                                        .isEqualTo("SUSPENDED"));
        keyway.post(tree.reseller, "/api/v1/licenses/" + id + "/reinstate", null);

        // Products report usage: each event counts once, however often it is sent.
        String other = issuedAtOnce.path(0).path("id").asString();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(event(i % 2 == 0 ? id : other, "e" + i, "10.5"));
        }
        for (int i = 0; i < 3; i++) {
            Answer accepted = keyway.post(tree.reseller, "/api/v1/events", events);
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
            assertThat(accepted.json().path("results").findValuesAsString("status"))
                    .isSubsetOf("accepted", "duplicate");
        }
        for (String who : List.of(tree.vendor, tree.distributor, tree.reseller, tree.customer)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(used(who, "")).isEqualByComparingTo("210"));
        }
        assertThat(used(tree.sibling, "")).isEqualByComparingTo("0");
        assertThat(used(tree.distributor, "&licenseId=" + id)).isEqualByComparingTo("105");
        assertThat(
                        keyway.get(
                                        tree.distributor,
                                        "/api/v1/usage?meter=messages&groupBy=customer")
                                .json()
                                .path("items")
                                .path(0)
                                .path("customerId")
                                .asString())
                .isEqualTo(tree.customerId);

        // What the distributor owes: two orders, the fee, and 110 messages above the included
        // quantity.
        String period = YearMonth.now(ZoneOffset.UTC).toString();
        JsonNode statement =
                tree.settled(
                                tree.distributor,
                                "/api/v1/statements?partnerId="
                                        + tree.distributorId
                                        + "&period="
                                        + period,
                                now ->
                                        now.path("items")
                                                        .path(0)
                                                        .path("total")
                                                        .path("amount")
                                                        .asLong()
                                                == 18_000 + 90_000 + 5_000 + 165)
                        .path("items")
                        .path(0);
        assertThat(statement.path("payeeId").asString()).isEqualTo(tree.vendorId);
        Answer csv =
                keyway.get(
                        tree.vendor,
                        "/api/v1/statements/" + statement.path("id").asString() + ".csv");
        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.text()).contains("BilledCost");
    }

    @Test
    void aCustomerWithAPlanOwesItsPartnerByAStatement() {
        Tree tree = new Tree(keyway);
        String email = Tree.letters() + "@example.com";
        String customerId =
                Tree.customer(
                        keyway,
                        tree.reseller,
                        email,
                        Map.of("company", "Compilers", "planId", tree.plan));
        String customer = tree.enter(email);

        JsonNode draft =
                tree.settled(customer, "/api/v1/statements", now -> now.path("items").size() == 1)
                        .path("items")
                        .path(0);

        assertThat(draft.path("payerId").asString()).isEqualTo(customerId);
        assertThat(draft.path("payerName").asString()).isEqualTo("Compilers");
        assertThat(draft.path("payeeId").asString()).isEqualTo(tree.resellerId);
        assertThat(draft.path("status").asString()).isEqualTo("draft");
        assertThat(draft.path("total").path("amount").asLong()).as("the fee").isEqualTo(5_000);
        for (String above : List.of(tree.reseller, tree.distributor, tree.vendor)) {
            assertThat(
                            keyway.get(above, "/api/v1/statements?payers=customers")
                                    .json()
                                    .path("items")
                                    .findValuesAsString("payerId"))
                    .containsExactly(customerId);
        }
        String path = "/api/v1/statements/" + draft.path("id").asString();
        assertThat(keyway.get(customer, path + ".csv").text()).contains("Compilers");
        String unknown = "/api/v1/statements/stm_01arz3ndektsv4rrffq69g5fav";
        for (String foreign : List.of(tree.sibling, tree.customer)) {
            Answer answer = keyway.get(foreign, path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(keyway.get(foreign, unknown).text());
        }
    }

    @Test
    void theSameRequestTwiceAtOnceMakesOne() throws Exception {
        Tree tree = new Tree(keyway);
        Map<String, String> once = Map.of("Idempotency-Key", "order-" + tree.distributorId);
        List<Thread> threads = new ArrayList<>();
        List<Integer> statuses = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () ->
                                    statuses.add(
                                            keyway.send(
                                                            tree.distributor,
                                                            "POST",
                                                            "/api/v1/orders",
                                                            tree.orderBody("immediate", 3),
                                                            once)
                                                    .status())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(statuses).contains(201).isSubsetOf(201, 409);
        assertThat(
                        keyway.send(
                                        tree.distributor,
                                        "POST",
                                        "/api/v1/orders",
                                        tree.orderBody("immediate", 3),
                                        once)
                                .status())
                .isEqualTo(201);
        assertThat(keyway.get(tree.distributor, "/api/v1/orders").json().path("items").size())
                .isEqualTo(1);
        tree.settled(
                tree.distributor,
                "/api/v1/orders",
                now -> now.path("items").path(0).path("status").asString().equals("fulfilled"));
        assertThat(keyway.get(tree.distributor, "/api/v1/licenses").json().path("items").size())
                .isEqualTo(3);
    }

    @Test
    void foreignIsMissingOnEveryResourceOfTheChain() {
        Tree tree = new Tree(keyway);
        Tree stranger = new Tree(keyway);
        String order = tree.allowance(5, 5);
        JsonNode license =
                keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1))
                        .json()
                        .path("items")
                        .path(0);
        String id = license.path("id").asString();
        String missing =
                keyway.get(stranger.vendor, "/api/v1/partners/prt_01arz3ndektsv4rrffq69g5fav")
                        .text();
        for (String who :
                List.of(stranger.vendor, stranger.distributor, stranger.reseller, tree.sibling)) {
            for (String path :
                    List.of(
                            "/partners/" + tree.resellerId,
                            "/partners/" + tree.resellerId + "/grants",
                            "/customers/" + tree.customerId,
                            "/orders/" + order,
                            "/orders/" + order + "/license-managers",
                            "/licenses/" + id,
                            "/licenses/" + id + "/machines",
                            "/plans/" + tree.plan,
                            "/statements?partnerId=" + tree.distributorId)) {
                Answer answer = keyway.get(who, "/api/v1" + path);
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(answer.text()).as(path).isEqualTo(missing);
            }
            for (String path :
                    List.of(
                            "/licenses/" + id + "/suspend",
                            "/licenses/" + id + "/revoke",
                            "/licenses/" + id + "/check-out",
                            "/customers/" + tree.customerId + "/deactivate")) {
                Answer answer = keyway.post(who, "/api/v1" + path, null);
                assertThat(answer.text()).as(path).isEqualTo(missing);
            }
            Answer used = keyway.post(who, "/api/v1/events", List.of(event(id, "foreign", "1")));
            assertThat(used.json().path("results").path(0).path("status").asString())
                    .isEqualTo("rejected");
            for (String list : List.of("/customers", "/orders", "/licenses")) {
                assertThat(keyway.get(who, "/api/v1" + list).text())
                        .as(list)
                        .doesNotContain(tree.customerId, order, id);
            }
        }
        assertThat(
                        keyway.get(tree.customer, "/api/v1/licenses")
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .containsExactly(id);
        assertThat(keyway.get(tree.customer, "/api/v1/licenses/" + id).text())
                .doesNotContain("resellerNotes");
        assertThat(keyway.get(tree.customer, "/api/v1/partners").status()).isEqualTo(403);
    }

    private JsonNode validate(Map<String, Object> body) {
        Answer answer = keyway.post("", "/api/v1/licenses/validate", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private BigDecimal used(String who, String more) {
        JsonNode rows = keyway.get(who, "/api/v1/usage?meter=messages" + more).json().path("items");
        return rows.valueStream()
                .map(row -> new BigDecimal(row.path("quantity").asString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<String, Object> event(String license, String id, String count) {
        return Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/product",
                "type",
                "message.sent",
                "subject",
                license,
                "time",
                NOW.toString(),
                "data",
                Map.of("count", count));
    }

    private static final Instant NOW = Instant.now();

    private void verifySignedKey(String key) throws Exception {
        int dot = key.indexOf('.');
        assertThat(key).startsWith("key/");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publishedKey());
        signature.update(key.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(key.substring(dot + 1))))
                .isTrue();
    }

    /** Decrypts the file as the file format describes it. */
    private JsonNode readLicenseFile(String certificate, String key) throws Exception {
        String payload =
                certificate
                        .replaceAll("-----(BEGIN|END) LICENSE FILE-----", "")
                        .replaceAll("\\s", "");
        JsonNode envelope = JSON.readTree(Base64.getDecoder().decode(payload));
        assertThat(envelope.path("alg").asString()).isEqualTo("aes-256-gcm+ed25519");
        String enc = envelope.path("enc").asString();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publishedKey());
        signature.update(("license/" + enc).getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(envelope.path("sig").asString())))
                .isTrue();
        String[] parts = enc.split("\\.");
        byte[] ciphertext = Base64.getDecoder().decode(parts[0]);
        byte[] tag = Base64.getDecoder().decode(parts[2]);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(
                        MessageDigest.getInstance("SHA-256")
                                .digest(key.getBytes(StandardCharsets.UTF_8)),
                        "AES"),
                new GCMParameterSpec(128, Base64.getDecoder().decode(parts[1])));
        cipher.update(ciphertext);
        return JSON.readTree(cipher.doFinal(tag));
    }

    private PublicKey publishedKey() throws Exception {
        JsonNode jwk = keyway.get("", "/.well-known/keyway-keys").json().path("keys").path(0);
        assertThat(jwk.path("crv").asString()).isEqualTo("Ed25519");
        byte[] little = Base64.getUrlDecoder().decode(jwk.path("x").asString());
        boolean odd = (little[31] & 0x80) != 0;
        little[31] &= 0x7f;
        byte[] big = new byte[32];
        for (int i = 0; i < 32; i++) {
            big[i] = little[31 - i];
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(odd, new BigInteger(1, big))));
    }
}
