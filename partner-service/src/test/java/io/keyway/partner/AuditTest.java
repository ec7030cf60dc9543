package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.audit.AuditChain;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@KeywayTest
class AuditTest extends NetworkTest {

    @Autowired private MongoClient store;
    @Autowired private KitProperties kit;
    private Member reseller;

    @BeforeEach
    void createPartners() {
        reseller = network.create(vendor.caller(), "reseller");
    }

    @Test
    void aChangeRecordsActorActionOldAndNewValuesAndAddress() {
        Caller who = vendor.caller().from(new Caller.Origin("192.0.2.7", "acme"));
        network.api.post(who, "/api/v1/partners/" + reseller.id() + "/deactivate", null);
        JsonNode record = awaited(vendor.caller(), "partner.deactivated");
        assertThat(record.path("actor").path("accountId").asString())
                .isEqualTo(who.actor().value());
        assertThat(record.path("actor").path("address").asString()).isEqualTo("192.0.2.7");
        assertThat(record.path("actor").path("loginDomain").asString()).isEqualTo("acme");
        assertThat(record.path("resource").path("id").asString()).isEqualTo(reseller.id().value());
        JsonNode change = record.path("changes").path(0);
        assertThat(change.path("field").asString()).isEqualTo("status");
        assertThat(change.path("before").asString()).isEqualTo("\"active\"");
        assertThat(change.path("after").asString()).isEqualTo("\"inactive\"");
    }

    @Test
    void aListIsFilteredByTime() {
        Instant at =
                Instant.parse(awaited(vendor.caller(), "partner.created").path("at").asString());
        assertThat(between(at, at.plusMillis(1))).contains("partner.created");
        assertThat(between(at.plusMillis(1), at.plusSeconds(1000)))
                .doesNotContain("partner.created");
        assertThat(between(at.plusSeconds(1000), at.plusSeconds(2000))).isEmpty();
        assertThat(between(at.minusSeconds(2000), at.minusSeconds(1000))).isEmpty();
        assertThat(between(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z")))
                .isEqualTo(actions(vendor.caller()));
    }

    private List<String> between(Instant from, Instant to) {
        return network.api
                .get(vendor.caller(), "/api/v1/audit?limit=200&from=%s&to=%s".formatted(from, to))
                .json()
                .path("items")
                .valueStream()
                .map(record -> record.path("action").asString())
                .toList();
    }

    @Test
    void aSecretShowsOnlyThatItChanged() {
        JsonNode record = awaited(vendor.caller(), "account.created");
        assertThat(record.toString()).contains("passwordHash", "(secret)").doesNotContain("argon2");
    }

    @Test
    void anAttemptOutsideTheBranchIsRecorded() {
        Member sibling = network.create(vendor.caller(), "reseller");
        network.api.get(sibling.caller(), "/api/v1/partners/" + reseller.id());
        JsonNode record = awaited(vendor.caller(), "access.refused");
        assertThat(record.path("actor").path("partnerId").asString())
                .isEqualTo(sibling.id().value());
        assertThat(record.path("resource").path("id").asString()).isEqualTo(reseller.id().value());
        assertThat(actions(sibling.caller()))
                .as("a difference would reveal that something exists")
                .doesNotContain("access.refused");
        network.api.get(sibling.caller(), "/api/v1/partners/" + PartnerId.next());
        assertThat(actions(vendor.caller())).containsOnlyOnce("access.refused");
    }

    @Test
    void readersSeeTheNamesOfTheirOwnBranchOnly() {
        Caller boss = network.signedIn(vendor);
        Caller clerk = network.signedIn(reseller);
        network.api.post(boss, "/api/v1/partners/" + reseller.id() + "/deactivate", null);
        network.api.post(boss, "/api/v1/partners/" + reseller.id() + "/activate", null);

        JsonNode above = awaited(vendor.caller(), "partner.deactivated");
        String vendorName = vendor.created().json().path("name").asString();
        String resellerName = reseller.created().json().path("name").asString();
        assertThat(above.path("outside").asBoolean()).isFalse();
        assertThat(above.path("account").path("email").asString()).isEqualTo(vendor.email());
        assertThat(above.path("account").path("partnerId").asString())
                .isEqualTo(vendor.id().value());
        assertThat(above.path("names").path(vendor.id().value()).asString()).isEqualTo(vendorName);
        assertThat(above.path("names").path(reseller.id().value()).asString())
                .isEqualTo(resellerName);

        JsonNode below = awaited(reseller.caller(), "partner.deactivated");
        assertThat(below.path("outside").asBoolean()).isTrue();
        assertThat(below.path("actor").isEmpty()).as(below.toString()).isTrue();
        assertThat(below.has("account")).isFalse();
        assertThat(below.toString())
                .contains(resellerName)
                .doesNotContain(boss.actor().value(), vendor.email(), vendorName);
        assertThat(by(reseller.caller(), boss.actor().value()))
                .as("nor does the filter reveal who it was")
                .isEmpty();
        assertThat(by(vendor.caller(), boss.actor().value())).isNotEmpty();
        assertThat(by(reseller.caller(), clerk.actor().value())).isNotEmpty();
    }

    @Test
    void namesTheCustomersPartnerWhenTheRecordDoesNot() {
        String email = Network.letters() + "@example.com";
        network.createCustomer(reseller.caller(), email);
        Caller customer = network.signedIn(email);
        await().untilAsserted(
                        () ->
                                assertThat(by(vendor.caller(), customer.actor().value()))
                                        .isNotEmpty());
        JsonNode record = by(vendor.caller(), customer.actor().value()).getFirst();
        assertThat(record.path("account").path("name").asString()).isEqualTo("Ada Byron");
        assertThat(record.path("account").path("partnerId").asString())
                .isEqualTo(reseller.id().value());
        assertThat(record.path("names").path(reseller.id().value()).asString())
                .isEqualTo(reseller.created().json().path("name").asString());
    }

    @Test
    void aDeletedAccountIsShownByItsId() {
        Member below = network.create(vendor.caller(), "reseller");
        Caller gone = network.signedIn(below);
        network.api.delete(vendor.caller(), "/api/v1/partners/" + below.id());
        await().untilAsserted(
                        () -> {
                            List<JsonNode> records = by(vendor.caller(), gone.actor().value());
                            assertThat(records).isNotEmpty();
                            assertThat(records.getFirst().has("account")).isFalse();
                            assertThat(records.getFirst().path("outside").asBoolean()).isFalse();
                            assertThat(
                                            records.getFirst()
                                                    .path("actor")
                                                    .path("accountId")
                                                    .asString())
                                    .isEqualTo(gone.actor().value());
                        });
    }

    private List<JsonNode> by(Caller reader, String actor) {
        return network.api
                .get(reader, "/api/v1/audit?actor=" + actor)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void anAttemptOnAnotherVendorIsRecordedForTheOperatorOnly() {
        Member other = network.create(Callers.operator(), "vendor");
        network.api.get(other.caller(), "/api/v1/partners/" + reseller.id());
        await().untilAsserted(
                        () ->
                                assertThat(
                                                network.api
                                                        .get(
                                                                Callers.operator(),
                                                                "/api/v1/audit?resource="
                                                                        + reseller.id())
                                                        .text())
                                        .contains("access.refused", other.id().value()));
        assertThat(actions(other.caller())).doesNotContain("access.refused");
        assertThat(actions(vendor.caller())).doesNotContain("access.refused");
    }

    @Test
    void recordsAndChainsOutsideTheBranchAreNotFound() {
        awaited(vendor.caller(), "partner.created");
        Member other = network.create(Callers.operator(), "vendor");
        awaited(other.caller(), "partner.created");
        assertThat(page(other.caller()).findValuesAsString("id")).isNotEmpty();
        assertThat(page(other.caller()).toString()).doesNotContain(vendor.id().value());
        assertThat(page(reseller.caller()).toString())
                .as("a reseller reads what was done in its own branch")
                .contains(reseller.id().value())
                .doesNotContain(vendor.email());
        String missing = chain(other.caller(), PartnerId.next().value()).text();
        for (String foreign : List.of(vendor.id().value(), "operator", "x")) {
            assertThat(chain(other.caller(), foreign).status()).isEqualTo(404);
            assertThat(chain(other.caller(), foreign).text()).isEqualTo(missing);
        }
        assertThat(chain(reseller.caller(), vendor.id().value()).text()).isEqualTo(missing);
        assertThat(chain(Callers.operator(), vendor.id().value()).status()).isEqualTo(200);
    }

    @Test
    void aChainExistsForAVendorAndForRecordsOfADeletedOne() {
        String missing = chain(vendor.caller(), PartnerId.next().value()).text();
        for (String none : List.of(PartnerId.next().value(), reseller.id().value(), "x")) {
            Answer answer = chain(Callers.operator(), none);
            assertThat(answer.status()).as(none).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing);
        }
        assertThat(chain(reseller.caller(), reseller.id().value()).text()).isEqualTo(missing);
        assertThat(chain(Callers.operator(), "operator").status()).isEqualTo(200);

        Member shortLived = network.create(Callers.operator(), "vendor");
        String chain = shortLived.id().value();
        assertThat(chain(Callers.operator(), chain).status())
                .as("also before its first record")
                .isEqualTo(200);
        network.api.delete(Callers.operator(), "/api/v1/partners/" + chain);
        await().untilAsserted(
                        () ->
                                assertThat(chain(Callers.operator(), chain).text())
                                        .contains("partner.deleted"));
    }

    @Test
    void concurrentRecordsFormAChainWithoutGaps() throws Exception {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 8)
                    .forEach(i -> people.submit(() -> network.create(vendor.caller(), "reseller")));
        }
        await().untilAsserted(
                        () ->
                                assertThat(
                                                actions(vendor.caller()).stream()
                                                        .filter("partner.created"::equals)
                                                        .count())
                                        .isEqualTo(10));
        JsonNode answer = chain(vendor.caller(), vendor.id().value()).json();
        String previous = AuditChain.START;
        long sequence = 0;
        for (JsonNode record : answer.path("items")) {
            sequence++;
            assertThat(record.path("sequence").asLong()).isEqualTo(sequence);
            assertThat(record.path("previousHash").asString()).isEqualTo(previous);
            previous = record.path("hash").asString();
            assertThat(AuditChain.hash(record.path("previousHash").asString(), text(record)))
                    .isEqualTo(previous);
        }
        assertThat(answer.path("end").path("hash").asString()).isEqualTo(previous);
        assertThat(answer.path("checkpoints")).isNotEmpty();
        for (JsonNode checkpoint : answer.path("checkpoints")) {
            assertThat(
                            AuditChain.isSigned(
                                    AuditChain.checkpoint(
                                            vendor.id().value(),
                                            checkpoint.path("sequence").asLong(),
                                            checkpoint.path("hash").asString()),
                                    checkpoint.path("signature").asString(),
                                    answer.path("publicKey").asString()))
                    .isTrue();
        }
    }

    @Test
    void aHeadThatLagsBehindItsRecordsIsMoved() {
        awaited(vendor.caller(), "partner.created");
        long before = chain(vendor.caller(), vendor.id().value()).json().path("items").size();
        store.getDatabase(kit.database())
                .getCollection("audit_ends")
                .updateOne(
                        Filters.eq("_id", vendor.id().value()),
                        Updates.combine(
                                Updates.set("sequence", 0L),
                                Updates.set("hash", AuditChain.START)));
        network.create(vendor.caller(), "reseller");
        await().untilAsserted(
                        () -> {
                            JsonNode answer = chain(vendor.caller(), vendor.id().value()).json();
                            assertThat((long) answer.path("items").size()).isGreaterThan(before);
                            assertThat(answer.path("end").path("sequence").asInt())
                                    .isEqualTo(answer.path("items").size());
                        });
    }

    private static String text(JsonNode record) {
        return record.path("text").asString();
    }

    private JsonNode awaited(Caller caller, String action) {
        await().untilAsserted(() -> assertThat(actions(caller)).contains(action));
        return page(caller)
                .path("items")
                .valueStream()
                .filter(record -> record.path("action").asString().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private List<String> actions(Caller caller) {
        return page(caller)
                .path("items")
                .valueStream()
                .map(record -> record.path("action").asString())
                .toList();
    }

    private JsonNode page(Caller caller) {
        Answer answer = network.api.get(caller, "/api/v1/audit?limit=200");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Answer chain(Caller caller, String chain) {
        return network.api.get(caller, "/api/v1/audit/chains/" + chain);
    }
}
