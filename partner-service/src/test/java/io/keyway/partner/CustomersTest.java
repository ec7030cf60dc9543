package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Accounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@KeywayTest
class CustomersTest extends NetworkTest {

    @Autowired private Accounts accounts;
    private Member reseller;

    @BeforeEach
    void createPartners() {
        reseller = network.create(vendor.caller(), "reseller");
    }

    @Test
    void aCustomerBelongsToTheResellerThatCreatedItAndSeesItself() {
        Map<String, Object> body = body();
        Answer created = network.api.post(reseller.caller(), "/api/v1/customers", body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("partnerId").asString()).isEqualTo(reseller.id().value());
        CustomerId id = new CustomerId(created.json().path("id").asString());
        assertThat(network.api.get(vendor.caller(), "/api/v1/customers/" + id).status())
                .isEqualTo(200);

        Answer tokens = network.signIn((String) body.get("email"), Network.PASSWORD);
        Verdict.Allowed allowed =
                (Verdict.Allowed) network.judge(tokens.json().path("accessToken").asString());
        assertThat(allowed.caller().customerId()).isEqualTo(id);
        assertThat(allowed.caller().permissions()).isEmpty();
        assertThat(
                        network.api
                                .get(allowed.caller(), "/api/v1/me")
                                .json()
                                .path("customer")
                                .path("firstName")
                                .asString())
                .isEqualTo("Ada");
        assertThat(
                        network.api
                                .get(allowed.caller(), "/api/v1/customers")
                                .json()
                                .path("items")
                                .findValuesAsString("id"))
                .containsExactly(id.value());
        assertThat(
                        network.api
                                .patch(
                                        allowed.caller(),
                                        "/api/v1/customers/" + id,
                                        Map.of("firstName", "x"))
                                .status())
                .isEqualTo(403);
    }

    @Test
    void aCustomerOutsideTheBranchIsNotFound() {
        String id =
                network.api
                        .post(reseller.caller(), "/api/v1/customers", body())
                        .json()
                        .path("id")
                        .asString();
        String path = "/api/v1/customers/" + id;
        String missing =
                network.api.get(reseller.caller(), "/api/v1/customers/" + CustomerId.next()).text();
        Caller sibling = network.create(vendor.caller(), "reseller").caller();
        Caller otherVendor = network.create(Callers.operator(), "vendor").caller();
        for (Caller foreign :
                List.of(
                        sibling,
                        otherVendor,
                        Callers.customer(CustomerId.next(), vendor.id(), reseller.id()))) {
            for (Answer answer :
                    List.of(
                            network.api.get(foreign, path),
                            network.api.patch(foreign, path, Map.of("firstName", "x")),
                            network.api.post(foreign, path + "/deactivate", null),
                            network.api.post(
                                    foreign,
                                    path + "/reset-password",
                                    Map.of("password", "another one")),
                            network.api.post(foreign, path + "/activate", null))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text()).isEqualTo(missing);
            }
            assertThat(network.api.get(foreign, "/api/v1/customers").text()).doesNotContain(id);
        }
        Map<String, Object> forOther = body();
        forOther.put("partnerId", reseller.id().value());
        assertThat(network.api.post(sibling, "/api/v1/customers", forOther).text())
                .isEqualTo(missing);
        assertThat(network.api.get(sibling, "/api/v1/customers?partnerId=" + reseller.id()).text())
                .isEqualTo(missing);
        forOther.put("partnerId", PartnerId.next().value());
        assertThat(network.api.post(sibling, "/api/v1/customers", forOther).text())
                .isEqualTo(missing);
    }

    @Test
    void aListIsFilteredByTheBranchOfAPartner() {
        Member distributor = network.create(vendor.caller(), "distributor");
        Member below = network.create(distributor.caller(), "reseller");
        network.api.post(reseller.caller(), "/api/v1/customers", body());
        String id =
                network.api
                        .post(below.caller(), "/api/v1/customers", body())
                        .json()
                        .path("id")
                        .asString();
        for (Member partner : List.of(distributor, below)) {
            assertThat(
                            network.api
                                    .get(
                                            vendor.caller(),
                                            "/api/v1/customers?partnerId=" + partner.id())
                                    .json()
                                    .path("items")
                                    .findValuesAsString("id"))
                    .containsExactly(id);
        }
    }

    @Test
    void oneEmailIsOneLogin() {
        Map<String, Object> body = body();
        assertThat(network.api.post(reseller.caller(), "/api/v1/customers", body).status())
                .isEqualTo(201);
        body.put("email", ((String) body.get("email")).toUpperCase(java.util.Locale.ROOT));
        assertThat(
                        network.api
                                .post(reseller.caller(), "/api/v1/customers", body)
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .contains("email");
    }

    @Test
    void aCustomerSignsInWithItsNewEmail() {
        Map<String, Object> body = body();
        String path = create(body);
        String email = Network.letters() + "@Example.com";
        Answer edited = network.api.patch(reseller.caller(), path, Map.of("email", email));
        assertThat(edited.json().path("email").asString()).isEqualTo(Account.login(email));
        assertThat(edited.json().path("username").asString()).isEqualTo(Account.login(email));
        assertThat(network.signIn(email, Network.PASSWORD).status()).isEqualTo(201);
        assertThat(network.signIn((String) body.get("email"), Network.PASSWORD).status())
                .isEqualTo(401);
        // The former one is free.
        create(body);
    }

    @Test
    void anEmailInUseIsRefusedAndChangesNothing() {
        Map<String, Object> body = body();
        String path = create(body);
        for (Object taken : List.of(reseller.email(), reseller.email().toUpperCase(Locale.ROOT))) {
            Answer refused =
                    network.api.patch(
                            reseller.caller(), path, Map.of("email", taken, "firstName", "Eve"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("email");
        }
        assertThat(network.api.get(reseller.caller(), path).text())
                .contains((String) body.get("email"))
                .doesNotContain("Eve");
    }

    @Test
    void ofConcurrentChangesToOneEmailOneWinsAndTheOthersKeepTheirs() throws Exception {
        String wanted = Network.letters() + "@example.com";
        Map<String, String> emails = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            Map<String, Object> body = body();
            emails.put(create(body), (String) body.get("email"));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Answer> answer :
                    threads.invokeAll(
                            emails.keySet().stream()
                                    .<Callable<Answer>>map(
                                            path ->
                                                    () ->
                                                            network.api.patch(
                                                                    reseller.caller(),
                                                                    path,
                                                                    Map.of("email", wanted)))
                                    .toList())) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 400, 400, 400);
        }
        emails.forEach(
                (path, former) -> {
                    String email =
                            network.api
                                    .get(reseller.caller(), path)
                                    .json()
                                    .path("email")
                                    .asString();
                    assertThat(email).isIn(wanted, former);
                    assertThat(network.signIn(email, Network.PASSWORD).status()).isEqualTo(201);
                });
    }

    /** What no request can time: the e-mail is taken after it was found free. */
    @Test
    void theLoserOfAnEmailGetsItsFormerOneBack() {
        Map<String, Object> body = body();
        String own = (String) body.get("email");
        create(body);
        AccountId account = accounts.byEmail(own).orElseThrow().id();
        List<String> takenBack = new ArrayList<>();
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () ->
                                accounts.changeEmail(
                                        account,
                                        reseller::email,
                                        (refused, kept) ->
                                                takenBack.addAll(List.of(refused, kept))));
        assertThat(takenBack).containsExactly(reseller.email(), own);
        assertThat(network.signIn(own, Network.PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void aForgottenPasswordIsResetAndMustBeChanged() {
        Map<String, Object> body = body();
        String path = create(body);
        String email = (String) body.get("email");
        String open = network.signIn(email, Network.PASSWORD).json().path("accessToken").asString();
        Map<String, String> given = Map.of("password", "another one");
        assertThat(
                        network.api
                                .post(
                                        Callers.partner(Set.of(), vendor.id(), reseller.id()),
                                        path + "/reset-password",
                                        given)
                                .status())
                .isEqualTo(403);
        assertThat(
                        network.api
                                .post(
                                        reseller.caller(),
                                        path + "/reset-password",
                                        Map.of("password", "short"))
                                .json()
                                .path("invalidFields")
                                .findValuesAsString("field"))
                .containsExactly("password");
        assertThat(network.judge(open)).isInstanceOf(Verdict.Allowed.class);

        assertThat(network.api.post(reseller.caller(), path + "/reset-password", given).status())
                .isEqualTo(204);

        assertThat(network.judge(open)).isInstanceOf(Verdict.Refused.class);
        assertThat(network.signIn(email, Network.PASSWORD).status()).isEqualTo(401);
        assertThat(
                        network.signIn(email, "another one")
                                .json()
                                .path("account")
                                .path("mustChangePassword")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void managingCustomersNeedsThePermission() {
        Caller without = Callers.partner(Set.of(), vendor.id(), reseller.id());
        assertThat(network.api.post(without, "/api/v1/customers", body()).status()).isEqualTo(403);
        assertThat(network.api.post(Callers.operator(), "/api/v1/customers", body()).status())
                .isEqualTo(400);
    }

    @Test
    void aDeactivatedCustomerHasNoAccess() {
        Map<String, Object> body = body();
        String id =
                network.api
                        .post(reseller.caller(), "/api/v1/customers", body)
                        .json()
                        .path("id")
                        .asString();
        String token =
                network.signIn((String) body.get("email"), Network.PASSWORD)
                        .json()
                        .path("accessToken")
                        .asString();
        network.api.post(reseller.caller(), "/api/v1/customers/" + id + "/deactivate", null);
        assertThat(network.judge(token)).isInstanceOf(Verdict.Refused.class);
    }

    private String create(Map<String, Object> body) {
        Answer created = network.api.post(reseller.caller(), "/api/v1/customers", body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return "/api/v1/customers/" + created.json().path("id").asString();
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
