package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

@KeywayTest
@ActiveProfiles("test")
class TransfersTest {

    private final Caller operator = Callers.operator();
    @Autowired private Environment environment;
    @Autowired private Store store;
    private Network network;
    private Member vendor;
    private Member from;
    private Member to;
    private String email;
    private CustomerId customer;

    @BeforeEach
    void connect() {
        network = new Network(environment);
        vendor = network.create(operator, "vendor");
        from = network.create(vendor.caller(), "reseller");
        to = network.create(vendor.caller(), "reseller");
        email = Network.letters() + "@example.com";
        Answer made =
                network.api.post(
                        from.caller(),
                        "/api/v1/customers",
                        Map.of(
                                "email", email,
                                "password", Network.PASSWORD,
                                "firstName", "Ada",
                                "lastName", "Byron",
                                "company", "Engines"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        customer = new CustomerId(made.json().path("id").asString());
    }

    @Test
    void theCustomersOwnCodeMovesItOnceAfterAPreview() {
        String code = draw();
        Answer preview = transfer(to.caller(), code, false);
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().path("committed").asBoolean()).isFalse();
        assertThat(preview.json().path("customer").path("email").asString()).isEqualTo(email);
        assertThat(network.api.get(from.caller(), path()).status()).isEqualTo(200);

        String token =
                network.signIn(email, Network.PASSWORD).json().path("accessToken").asString();
        Answer committed = transfer(to.caller(), code, true);
        assertThat(committed.status()).as(committed.text()).isEqualTo(200);
        assertThat(committed.json().path("committed").asBoolean()).isTrue();
        assertThat(network.api.get(from.caller(), path()).status())
                .as("the former owner sees it no more, at once")
                .isEqualTo(404);
        assertThat(network.api.get(from.caller(), "/api/v1/customers").text())
                .doesNotContain(customer.value());
        assertThat(network.api.get(to.caller(), path()).json().path("partnerId").asString())
                .isEqualTo(to.id().value());
        Verdict.Allowed allowed = (Verdict.Allowed) network.judge(token);
        assertThat(allowed.caller().path()).containsExactly(vendor.id(), to.id());
        assertThat(transfer(from.caller(), code, true).code()).isEqualTo("unknown_transfer_code");
        await().untilAsserted(
                        () ->
                                assertThat(
                                                store.collection("accounts")
                                                        .find(new Document("state.email", email))
                                                        .first()
                                                        .getList("scope", String.class))
                                        .as("the account is where its customer is")
                                        .containsExactly(vendor.id().value(), to.id().value()));
    }

    @Test
    void aNewerCodeReplacesTheOlderAndOneMayNotTakeItsOwn() {
        String old = draw();
        String code = draw();
        assertThat(transfer(to.caller(), old, true).code()).isEqualTo("unknown_transfer_code");
        assertThat(transfer(from.caller(), code, true).code()).isEqualTo("conflict");
        assertThat(transfer(to.caller(), code, true).status()).isEqualTo(200);
    }

    @Test
    void aCodeIsUnknownInEveryOtherTree() {
        String code = draw();
        Member stranger = network.create(network.create(operator, "vendor").caller(), "reseller");
        Answer answer = transfer(stranger.caller(), code, false);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo(transfer(stranger.caller(), other(code), false).text());
    }

    @Test
    void aCodeExpires() {
        String code = draw();
        store.collection("customers")
                .updateOne(
                        new Document("_id", customer.value()),
                        new Document(
                                "$set",
                                new Document(
                                        "state.transferCode.expiresAt",
                                        new java.util.Date(System.currentTimeMillis() - 1))));
        assertThat(transfer(to.caller(), code, true).code()).isEqualTo("unknown_transfer_code");
    }

    @Test
    void noCodeIsKeptInTheClear() {
        String code = draw();
        assertThat(
                        store.collection("customers")
                                .find(new Document("_id", customer.value()))
                                .first()
                                .toJson())
                .contains("transferCode")
                .doesNotContain(code);
    }

    @Test
    void ofManyAtOnceOneWins() throws Exception {
        List<Member> rivals = new ArrayList<>(List.of(to));
        rivals.add(network.create(vendor.caller(), "reseller"));
        rivals.add(network.create(vendor.caller(), "distributor"));
        for (int round = 0; round < 5; round++) {
            String code = draw();
            List<Callable<Answer>> commits = new ArrayList<>();
            for (Member rival : rivals) {
                commits.add(() -> transfer(rival.caller(), code, true));
            }
            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
                for (Future<Answer> answer : pool.invokeAll(commits)) {
                    statuses.add(answer.get().status());
                }
            }
            assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 404, 409);
        }
    }

    @Test
    void guessingIsThrottledPerPartner() {
        String code = draw();
        String wrong = other(code);
        for (int i = 0; i < 10; i++) {
            assertThat(transfer(to.caller(), wrong, i % 2 == 0).code())
                    .isEqualTo("unknown_transfer_code");
            assertThat(transfer(from.caller(), code, false).code())
                    .as("what is right is no guess")
                    .isEqualTo("conflict");
        }
        Answer refused = transfer(to.caller(), code, true);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0))
                .as("until the span of an hour is over")
                .isBetween(3_000L, 3_600L);
        assertThat(transfer(vendor.caller(), code, true).status()).isEqualTo(200);
    }

    @Test
    void guessingIsThrottledPerTree() {
        String wrong = other(draw());
        for (int i = 0; i < 100; i++) {
            Caller one = Callers.partner(vendor.id(), PartnerId.next());
            assertThat(transfer(one, wrong, false).code()).isEqualTo("unknown_transfer_code");
        }
        assertThat(transfer(to.caller(), wrong, false).status()).isEqualTo(429);
        Member stranger = network.create(operator, "vendor");
        assertThat(transfer(stranger.caller(), wrong, false).status()).isEqualTo(404);
    }

    @Test
    void onlyTheCustomerItselfMakesItsCode() {
        String missing =
                network.api
                        .post(
                                Callers.customer(customer, vendor.id(), from.id()),
                                "/api/v1/customers/" + CustomerId.next() + "/transfer-code",
                                null)
                        .text();
        assertThat(network.api.post(from.caller(), path() + "/transfer-code", null).status())
                .isEqualTo(403);
        for (Caller foreign :
                List.of(
                        to.caller(),
                        Callers.customer(CustomerId.next(), vendor.id(), from.id()),
                        network.create(operator, "vendor").caller())) {
            Answer answer = network.api.post(foreign, path() + "/transfer-code", null);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing);
        }
    }

    @Test
    void refusesTransferWithoutManageCustomers() {
        String code = draw();
        Caller without = Callers.partner(Set.of(), vendor.id(), to.id());
        assertThat(transfer(without, code, false).status()).isEqualTo(403);
        assertThat(transfer(operator, code, false).status()).isEqualTo(403);
        for (Object bad : List.of("1234567", "abcdefgh", "123456789")) {
            assertThat(
                            network.api
                                    .post(
                                            to.caller(),
                                            "/api/v1/customer-transfers",
                                            Map.of("code", bad, "commit", false))
                                    .json()
                                    .path("invalidFields")
                                    .findValuesAsString("field"))
                    .contains("code");
        }
        assertThat(
                        network.api
                                .post(
                                        to.caller(),
                                        "/api/v1/customer-transfers",
                                        Map.of("code", "12345678"))
                                .status())
                .isEqualTo(400);
    }

    private String draw() {
        Answer drawn =
                network.api.post(
                        Callers.customer(customer, vendor.id(), from.id()),
                        path() + "/transfer-code",
                        null);
        assertThat(drawn.status()).as(drawn.text()).isEqualTo(201);
        String code = drawn.json().path("code").asString();
        assertThat(code).matches("[0-9]{8}");
        assertThat(drawn.json().path("expiresAt").asString()).isNotEmpty();
        return code;
    }

    private Answer transfer(Caller caller, String code, boolean commit) {
        return network.api.post(
                caller, "/api/v1/customer-transfers", Map.of("code", code, "commit", commit));
    }

    private static String other(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    private String path() {
        return "/api/v1/customers/" + customer;
    }
}
