package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.test.context.ActiveProfiles;
import tools.jackson.databind.json.JsonMapper;

@KeywayTest
@ActiveProfiles("test")
class DeparturesTest {

    private final Caller operator = Callers.operator();
    @Autowired private Environment environment;

    @Autowired
    @Qualifier("onPartners")
    private Consumer<Message<?>> onPartners;

    private Network network;
    private Member vendor;
    private Member distributor;
    private Member reseller;

    @BeforeEach
    void connect() {
        network = new Network(environment);
        vendor = network.create(operator, "vendor");
        distributor = network.create(vendor.caller(), "distributor");
        reseller = network.create(distributor.caller(), "reseller");
    }

    @Test
    void theCustomersOfADeletedPartnerPassToItsParent() {
        Map<String, Object> ada = customer(reseller);
        String customerId = (String) ada.get("id");
        String partnerToken = token(reseller.email());
        String customerToken = token((String) ada.get("email"));
        assertThat(delete(distributor.caller(), reseller).status()).isEqualTo(204);
        assertThat(network.judge(partnerToken)).isInstanceOf(Verdict.Refused.class);
        assertThat(network.signIn(reseller.email(), Network.PASSWORD).code())
                .isEqualTo("invalid_credentials");
        assertThat(delete(distributor.caller(), reseller).status()).isEqualTo(404);
        await().untilAsserted(
                        () ->
                                assertThat(
                                                network.api
                                                        .get(
                                                                distributor.caller(),
                                                                "/api/v1/customers/" + customerId)
                                                        .json()
                                                        .path("partnerId")
                                                        .asString())
                                        .isEqualTo(distributor.id().value()));
        Verdict.Allowed allowed = (Verdict.Allowed) network.judge(customerToken);
        assertThat(allowed.caller().path()).containsExactly(vendor.id(), distributor.id());
        assertThat(network.api.get(vendor.caller(), "/api/v1/partners/" + reseller.id()).status())
                .isEqualTo(404);
    }

    @Test
    void theLoginDomainAndEmailOfADeletedPartnerAreFree() {
        Map<String, Object> body = Network.body("reseller");
        Member first = network.create(vendor.caller(), body);
        assertThat(delete(vendor.caller(), first).status()).isEqualTo(204);
        Answer again = network.api.post(vendor.caller(), "/api/v1/partners", body);
        assertThat(again.status()).as(again.text()).isEqualTo(201);
    }

    @Test
    void refusesDeletionWhileChildPartnersRemain() {
        Answer refused = delete(vendor.caller(), distributor);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("partners_below");
        assertThat(network.create(distributor.caller(), "reseller").id())
                .as("a refused deletion leaves it open")
                .isNotNull();
    }

    @Test
    void refusesDeletingOneselfOrAnotherBranch() {
        assertThat(delete(reseller.caller(), reseller).status()).isEqualTo(403);
        assertThat(delete(vendor.caller(), vendor).status()).isEqualTo(403);
        String missing =
                network.api.delete(vendor.caller(), "/api/v1/partners/" + PartnerId.next()).text();
        Member sibling = network.create(vendor.caller(), "distributor");
        Caller stranger = network.create(operator, "vendor").caller();
        for (Caller foreign :
                List.of(
                        sibling.caller(),
                        stranger,
                        Callers.customer(CustomerId.next(), vendor.id(), reseller.id()))) {
            Answer answer = delete(foreign, reseller);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing);
        }
        Caller without = Callers.partner(java.util.Set.of(), vendor.id(), distributor.id());
        assertThat(delete(without, reseller).status()).isEqualTo(403);
        Answer stale =
                network.api.send(
                        vendor.caller(),
                        "DELETE",
                        "/api/v1/partners/" + reseller.id(),
                        null,
                        Map.of("If-Match", "\"77\""));
        assertThat(stale.code()).isEqualTo("version_mismatch");
        assertThat(network.api.get(vendor.caller(), "/api/v1/partners/" + reseller.id()).status())
                .isEqualTo(200);
    }

    @Test
    void aVendorIsDeletedOnlyWithoutCustomers() {
        Member alone = network.create(operator, "vendor");
        customer(alone);
        assertThat(delete(operator, alone).code()).isEqualTo("conflict");
        Member empty = network.create(operator, "vendor");
        assertThat(delete(operator, empty).status()).isEqualTo(204);
    }

    @Test
    void theGrantsOfADeletedPartnerAreDeleted() {
        Answer before =
                network.api.put(
                        vendor.caller(),
                        "/api/v1/partners/" + reseller.id() + "/grants",
                        List.of());
        assertThat(before.status()).isEqualTo(200);
        delete(vendor.caller(), reseller);
        assertThat(
                        network.api
                                .get(
                                        vendor.caller(),
                                        "/api/v1/partners/" + reseller.id() + "/grants")
                                .status())
                .isEqualTo(404);
    }

    /** Of a concurrent deletion and creation at least one sees the other, in either order. */
    @Test
    void aPartnerCreatedBelowOneBeingDeletedIsNoOrphan() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 12; round++) {
                Member parent = network.create(vendor.caller(), "distributor");
                Future<Answer> partner =
                        pool.submit(
                                () ->
                                        network.api.post(
                                                parent.caller(),
                                                "/api/v1/partners",
                                                Network.body("reseller")));
                Map<String, Object> body = body();
                Future<Answer> customer =
                        pool.submit(
                                () -> network.api.post(parent.caller(), "/api/v1/customers", body));
                Future<Answer> account =
                        pool.submit(
                                () ->
                                        network.api.post(
                                                vendor.caller(),
                                                "/api/v1/partners/" + parent.id() + "/accounts",
                                                Map.of(
                                                        "email",
                                                        "s" + body.get("email"),
                                                        "name",
                                                        "Staff",
                                                        "password",
                                                        Network.PASSWORD,
                                                        "permissions",
                                                        List.of("read_usage"))));
                Thread.sleep(round * 15L);
                Future<Answer> deleted = pool.submit(() -> delete(vendor.caller(), parent));
                boolean gone = deleted.get().status() == 204;
                assertThat(deleted.get().status()).isIn(204, 409);
                if (partner.get().status() == 201) {
                    assertThat(gone).as("it is below, so the parent stays").isFalse();
                }
                account.get();
                if (gone) {
                    assertThat(network.signIn("s" + body.get("email"), Network.PASSWORD).code())
                            .as("no account is left")
                            .isIn("invalid_credentials", "too_many_requests");
                }
                if (customer.get().status() == 201) {
                    String id = customer.get().json().path("id").asString();
                    String owner = gone ? vendor.id().value() : parent.id().value();
                    await().untilAsserted(
                                    () ->
                                            assertThat(
                                                            network.api
                                                                    .get(
                                                                            vendor.caller(),
                                                                            "/api/v1/customers/"
                                                                                    + id)
                                                                    .json()
                                                                    .path("partnerId")
                                                                    .asString())
                                                    .isEqualTo(owner));
                }
            }
        }
        List<String> ids =
                network.api
                        .get(vendor.caller(), "/api/v1/partners?limit=200")
                        .json()
                        .path("items")
                        .findValuesAsString("id");
        network.api
                .get(vendor.caller(), "/api/v1/partners?limit=200")
                .json()
                .path("items")
                .forEach(
                        item ->
                                item.path("path")
                                        .forEach(id -> assertThat(ids).contains(id.asString())));
    }

    /** The process that created it died before it checked that its parent still exists. */
    @Test
    void aPartnerCreatedBelowADeletedOneIsDeletedToo() {
        Map<String, Object> body = Network.body("reseller");
        Member orphan = network.create(distributor.caller(), body);
        PartnerId gone = PartnerId.next();
        io.keyway.contracts.event.PartnerEvent.PartnerState published =
                new io.keyway.contracts.event.PartnerEvent.PartnerState(
                        orphan.id(),
                        io.keyway.contracts.event.PartnerEvent.PartnerType.RESELLER,
                        null,
                        List.of(vendor.id(), gone, orphan.id()),
                        "Orphan",
                        io.keyway.contracts.event.PartnerEvent.PartnerStatus.ACTIVE,
                        true,
                        java.util.Set.of(),
                        "EUR",
                        null,
                        java.math.BigDecimal.ZERO,
                        java.math.BigDecimal.ZERO,
                        10,
                        null);
        publish(new PartnerCreated(published));
        publish(new PartnerCreated(published));
        assertThat(network.api.get(vendor.caller(), "/api/v1/partners/" + orphan.id()).status())
                .isEqualTo(404);
        await().untilAsserted(
                        () ->
                                assertThat(network.signIn(orphan.email(), Network.PASSWORD).code())
                                        .isEqualTo("invalid_credentials"));
    }

    private void publish(Object event) {
        onPartners.accept(
                MessageBuilder.withPayload(JsonMapper.shared().writeValueAsBytes(event))
                        .setHeader(
                                "ce_type",
                                event.getClass()
                                        .getAnnotation(
                                                com.fasterxml.jackson.annotation.JsonTypeName.class)
                                        .value())
                        .setHeader("ce_id", "again:1")
                        .setHeader("ce_sequence", "1")
                        .setHeader("ce_time", "2026-01-01T00:00:00Z")
                        .build());
    }

    private Answer delete(Caller caller, Member partner) {
        return network.api.delete(caller, "/api/v1/partners/" + partner.id());
    }

    private Map<String, Object> customer(Member partner) {
        Map<String, Object> body = body();
        Answer made = network.api.post(partner.caller(), "/api/v1/customers", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        body.put("id", made.json().path("id").asString());
        return body;
    }

    private String token(String email) {
        return network.signIn(email, Network.PASSWORD).json().path("accessToken").asString();
    }

    private static Map<String, Object> body() {
        return new HashMap<>(
                Map.of(
                        "email",
                        Network.letters() + "@example.com",
                        "password",
                        Network.PASSWORD,
                        "firstName",
                        "Ada",
                        "lastName",
                        "Byron"));
    }
}
