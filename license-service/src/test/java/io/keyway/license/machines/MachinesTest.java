package io.keyway.license.machines;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.event.AuditEvent;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@LicenseServiceTest
class MachinesTest {

    private final Market market;
    private final PublishedEvents published;
    private final Store store;
    private final Api api;
    private final ProductId product;
    private final CustomerId customer;

    @Autowired
    MachinesTest(Markets markets, PublishedEvents published, Store store) {
        this.published = published;
        this.store = store;
        this.market = markets.open();
        this.api = market.api;
        this.product = market.product();
        this.customer = market.customer();
    }

    @Test
    void sixteenMachinesAskForThreePlaces() throws Exception {
        JsonNode license = issue(Map.of("machinesMax", 3));
        List<Future<Api.Answer>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                String fingerprint = "fp-" + i;
                running.add(executor.submit(() -> activate(license, fingerprint)));
            }
        }
        int activated = 0;
        for (Future<Api.Answer> one : running) {
            assertThat(one.get().status()).as(one.get().text()).isIn(201, 409);
            activated += one.get().status() == 201 ? 1 : 0;
        }
        assertThat(activated).isEqualTo(3);
        assertThat(machines(license)).hasSize(3);
    }

    @Test
    void theSameFingerprintIsTheSameMachine() {
        JsonNode license = issue(Map.of("machinesMax", 1));
        Api.Answer first = activate(license, "fp");
        Api.Answer again = activate(license, "fp");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(activate(license, "other").code()).isEqualTo("quota_exceeded");
    }

    @Test
    void refusedMachineLeavesNoIndexEntry() {
        JsonNode license = issue(Map.of("machinesMax", 1));
        activate(license, "fp");
        long places = store.collection("machine_places").estimatedDocumentCount();

        assertThat(activate(license, "other").code()).isEqualTo("quota_exceeded");
        api.post(
                market.vendor,
                "/api/v1/licenses/" + license.get("id").asString() + "/suspend",
                null);
        assertThat(activate(license, "third").code()).isEqualTo("conflict");

        assertThat(store.collection("machine_places").estimatedDocumentCount()).isEqualTo(places);
    }

    @Test
    void aRemovedMachineGivesItsPlaceBack() {
        JsonNode license = issue(Map.of("machinesMax", 1));
        String machine = activate(license, "fp-1").json().get("id").asString();
        eventually(() -> assertThat(verdict(license, "fp-1")).isEqualTo("VALID"));

        assertThat(api.delete(market.vendor, "/api/v1/machines/" + machine).status())
                .isEqualTo(204);
        assertThat(api.delete(market.vendor, "/api/v1/machines/" + machine).status())
                .isEqualTo(404);

        eventually(() -> assertThat(verdict(license, "fp-1")).isEqualTo("NO_MACHINE"));
        assertThat(activate(license, "fp-2").status()).isEqualTo(201);
    }

    @Test
    void aHeartbeatKeepsAMachineAlive() {
        JsonNode license = issue(Map.of("machinesMax", 2, "heartbeat", "PT10S"));
        String machine = activate(license, "fp").json().get("id").asString();
        assertThat(market.verdict(license.get("key").asString(), Map.of()))
                .isEqualTo("FINGERPRINT_SCOPE_REQUIRED");
        // Until the news of the activation has long been heard and the key is in the cache for
        // good.
        Awaitility.await()
                .during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(10))
                .until(() -> verdict(license, "fp").equals("HEARTBEAT_NOT_STARTED"));

        Api.Answer ping = api.post(market.vendor, "/api/v1/machines/" + machine + "/ping", null);

        assertThat(ping.status()).as(ping.text()).isEqualTo(200);
        assertThat(ping.json().has("nextHeartbeatBy")).isTrue();
        // The cache has no event of the ping; a verdict about heartbeats is checked with the store.
        assertThat(verdict(license, "fp")).isEqualTo("VALID");
    }

    @Test
    void aPingLeavesTheLicenseAndTheAuditTrailAsTheyWere() {
        JsonNode license = issue(Map.of("machinesMax", 2, "heartbeat", "PT10S"));
        String path = "/api/v1/licenses/" + license.get("id").asString();
        String machine = activate(license, "fp").json().get("id").asString();
        String etag = api.get(market.vendor, path).etag();
        eventually(() -> assertThat(recordsOf(license)).isNotZero());
        long records = recordsOf(license);

        for (int i = 0; i < 3; i++) {
            assertThat(
                            api.post(market.vendor, "/api/v1/machines/" + machine + "/ping", null)
                                    .status())
                    .isEqualTo(200);
        }
        assertThat(api.get(market.vendor, path).etag()).isEqualTo(etag).isNotEmpty();
        // A change after them: by the time it is recorded, the pings would have been.
        api.post(market.vendor, path + "/suspend", null);
        assertThat(machines(license).getFirst().has("lastHeartbeatAt")).isTrue();
        eventually(() -> assertThat(recordsOf(license)).isEqualTo(records + 1));
    }

    @Test
    void floatingLicenseFreesThePlaceOfAMachineWithoutHeartbeat() {
        JsonNode license = issue(Map.of("machinesMax", 1, "floating", true, "heartbeat", "PT10S"));
        String machine = activate(license, "first").json().get("id").asString();
        api.post(market.vendor, "/api/v1/machines/" + machine + "/ping", null);
        assertThat(activate(license, "second").code()).isEqualTo("quota_exceeded");
        Instant silent = Instant.now().minusSeconds(11);
        store.collection("machine_places")
                .updateOne(
                        Filters.eq("_id", machine),
                        Updates.set("lastHeartbeatAt", Date.from(silent)));

        // As an earlier version kept it: what is newer counts.
        lastHeartbeatInside(license, Instant.now());
        assertThat(activate(license, "second").code()).isEqualTo("quota_exceeded");
        lastHeartbeatInside(license, silent.minusSeconds(1));
        assertThat(activate(license, "second").status()).isEqualTo(201);
        assertThat(machines(license)).hasSize(1);
    }

    private void lastHeartbeatInside(JsonNode license, Instant at) {
        store.collection("licenses")
                .updateOne(
                        Filters.eq("_id", license.get("id").asString()),
                        Updates.set("state.machines.0.lastHeartbeatAt", Date.from(at)));
    }

    private long recordsOf(JsonNode license) {
        return published.all(AuditEvent.AuditRecorded.class).stream()
                .filter(record -> record.toString().contains(license.get("id").asString()))
                .count();
    }

    @Test
    void refusesMachinesOfSuspendedAndExpiredLicenses() {
        JsonNode suspended = issue(Map.of("machinesMax", 1));
        api.post(
                market.vendor,
                "/api/v1/licenses/" + suspended.get("id").asString() + "/suspend",
                null);
        assertThat(activate(suspended, "fp").code()).isEqualTo("conflict");

        JsonNode expiring =
                issue(Map.of("machinesMax", 100, "type", "subscription", "duration", "PT1S"));
        eventually(
                () ->
                        assertThat(activate(expiring, "fp-" + System.nanoTime()).code())
                                .isEqualTo("conflict"));
    }

    @Test
    void aMachineFileOpensWithKeyAndFingerprintOnly() {
        JsonNode license = issue(Map.of("machinesMax", 1));
        String machine = activate(license, "fp-file").json().get("id").asString();

        Api.Answer file =
                api.send(
                        market.vendor,
                        "POST",
                        "/api/v1/licenses/"
                                + license.get("id").asString()
                                + "/machines/"
                                + machine
                                + "/check-out?encrypt=true",
                        null,
                        Map.of("Accept", "text/plain"));

        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain");
        String x =
                api.get(market.vendor, "/.well-known/keyway-keys")
                        .json()
                        .at("/keys/0/x")
                        .asString();
        byte[] publicKey = java.util.Base64.getUrlDecoder().decode(x);
        String key = license.get("key").asString();
        io.keyway.license.signing.CheckedOutFile.Opened opened =
                io.keyway.license.signing.CheckedOutFile.MACHINE.open(
                        file.text(), publicKey, key + "fp-file");
        assertThat(opened)
                .isInstanceOf(io.keyway.license.signing.CheckedOutFile.Opened.Genuine.class);
        assertThat(
                        io.keyway.license.signing.CheckedOutFile.MACHINE.open(
                                file.text(), publicKey, key))
                .isInstanceOf(io.keyway.license.signing.CheckedOutFile.Opened.WrongSecret.class);
    }

    private JsonNode issue(Map<String, Object> policyMore) {
        PolicyId policy = market.policy(product, policyMore);
        return market.issued(market.vendor, product, policy, customer, 1, Map.of()).getFirst();
    }

    private Api.Answer activate(JsonNode license, String fingerprint) {
        return api.post(
                market.vendor,
                "/api/v1/licenses/" + license.get("id").asString() + "/machines",
                Map.of("fingerprint", fingerprint));
    }

    private List<JsonNode> machines(JsonNode license) {
        List<JsonNode> machines = new ArrayList<>();
        api.get(market.vendor, "/api/v1/licenses/" + license.get("id").asString() + "/machines")
                .json()
                .get("items")
                .forEach(machines::add);
        return machines;
    }

    private String verdict(JsonNode license, String fingerprint) {
        return market.verdict(license.get("key").asString(), Map.of("fingerprint", fingerprint));
    }
}
