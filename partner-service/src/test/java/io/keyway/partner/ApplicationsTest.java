package io.keyway.partner;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Caller.Origin;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.Id;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
@SmallLimits
class ApplicationsTest {

    private static final String APPLICATIONS = "/api/v1/partner-applications";

    @Autowired private Environment environment;
    @Autowired private Store store;
    private Network network;
    private Member vendor;
    private Member distributor;
    private Member reseller;

    @BeforeEach
    void connect() {
        network = new Network(environment);
        vendor = network.create(Callers.operator(), "vendor");
        distributor = network.create(vendor.caller(), "distributor");
        reseller = network.create(vendor.caller(), "reseller");
    }

    @Test
    void applicationNeedsNoTokenAndIsVisibleAbove() {
        Map<String, Object> body = body(distributor);
        body.put("message", "We sell a lot.");
        Answer applied = apply(Id.unique(), body);
        assertThat(applied.status()).as(applied.text()).isEqualTo(202);
        String id = id(applied);
        assertThat(applied.text()).isEqualTo("{\"id\":\"" + id + "\",\"status\":\"pending\"}");
        for (Caller above : List.of(distributor.caller(), vendor.caller(), Callers.operator())) {
            Answer seen = network.api.get(above, APPLICATIONS + "/" + id);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.json().path("parentId").asString()).isEqualTo(distributor.id().value());
            assertThat(seen.json().path("message").asString()).isEqualTo("We sell a lot.");
            assertThat(list(above, "pending")).contains(id);
            assertThat(list(above, "rejected")).doesNotContain(id);
        }
    }

    @Test
    void anApplicationOutsideTheBranchIsNotFound() {
        String id = id(apply(Id.unique(), body(distributor)));
        Member stranger = network.create(Callers.operator(), "vendor");
        String missing =
                network.api.get(vendor.caller(), APPLICATIONS + "/" + ApplicationId.next()).text();
        for (Caller foreign :
                List.of(
                        stranger.caller(),
                        reseller.caller(),
                        Caller.anonymous(),
                        Caller.gateway())) {
            for (Answer refused :
                    List.of(
                            network.api.get(foreign, APPLICATIONS + "/" + id),
                            approve(foreign, id, Network.PASSWORD),
                            reject(foreign, id))) {
                assertThat(refused.status()).isEqualTo(404);
                assertThat(refused.text()).isEqualTo(missing);
            }
        }
        assertThat(list(stranger.caller(), null)).isEmpty();
        assertThat(list(reseller.caller(), null)).isEmpty();
        Caller seller = Callers.partner(Permission.ofSales(), vendor.id());
        assertThat(network.api.get(seller, APPLICATIONS).status()).isEqualTo(403);
        assertThat(network.api.get(seller, APPLICATIONS + "/" + id).status()).isEqualTo(403);
        assertThat(approve(seller, id, Network.PASSWORD).status()).isEqualTo(403);
        assertThat(reject(seller, id).status()).isEqualTo(403);
    }

    @Test
    void refusesAnApplicationThatCouldNeverBeApproved() {
        Map<String, Object> taken = body(distributor);
        taken.put("loginDomain", domain(reseller));
        Map<String, Object> reserved = body(distributor);
        reserved.put("loginDomain", "admin");
        Map<String, Object> modelless = body(distributor);
        modelless.remove("model");
        Map<String, Object> vendors = body(distributor);
        vendors.put("type", "vendor");
        Map<String, Object> nowhere = body(distributor);
        nowhere.put("loginDomainOfParent", "nobody");
        assertInvalid("loginDomain", apply(Id.unique(), taken));
        assertInvalid("loginDomain", apply(Id.unique(), reserved));
        assertInvalid("model", apply(Id.unique(), modelless));
        assertInvalid("type", apply(Id.unique(), vendors));
        assertInvalid("loginDomainOfParent", apply(Id.unique(), nowhere));
        assertInvalid("loginDomainOfParent", apply(Id.unique(), body(reseller)));
        network.api.post(Callers.operator(), "/api/v1/partners/" + vendor.id() + "/deactivate", "");
        assertInvalid("loginDomainOfParent", apply(Id.unique(), body(distributor)));
    }

    @Test
    void anAddressAppliesFiveTimesInAnHour() {
        String address = Id.unique();
        for (int i = 0; i < 5; i++) {
            assertThat(apply(address, body(i < 3 ? distributor : vendor)).status()).isEqualTo(202);
        }
        Answer refused = apply(address, body(vendor));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0))
                .isBetween(3_500L, 3_600L);
        assertThat(apply(Id.unique(), body(vendor)).status()).isEqualTo(202);
    }

    @Test
    void aPartnerHasNoMorePendingOnesThanTheLimit() {
        String first = id(apply(Id.unique(), body(distributor)));
        for (int i = 0; i < 6; i++) {
            assertThat(apply(Id.unique(), body(distributor)).status()).isEqualTo(202);
        }
        assertThat(apply(Id.unique(), body(distributor)).status()).isEqualTo(429);
        assertThat(apply(Id.unique(), body(vendor)).status()).isEqualTo(202);
        reject(vendor.caller(), first);
        assertThat(apply(Id.unique(), body(distributor)).status()).isEqualTo(202);
    }

    @Test
    void anApprovalCreatesThePartner() {
        Map<String, Object> body = body(distributor);
        String id = id(apply(Id.unique(), body));
        Caller decides = distributor.caller();
        Answer approved = approve(decides, id, Network.PASSWORD);
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        assertThat(approved.json().path("status").asString()).isEqualTo("approved");
        assertThat(approved.json().path("decidedBy").asString()).isEqualTo(decides.actor().value());
        Answer partner =
                network.api.get(
                        vendor.caller(),
                        "/api/v1/partners/" + approved.json().path("partnerId").asString());
        assertThat(partner.json().path("parentId").asString()).isEqualTo(distributor.id().value());
        assertThat(partner.json().path("loginDomain").asString())
                .isEqualTo(body.get("loginDomain"));
        Caller signedIn = network.signedIn((String) body.get("email"));
        assertThat(signedIn.partnerId().value())
                .isEqualTo(approved.json().path("partnerId").asString());
        assertThat(approve(decides, id, Network.PASSWORD).status()).isEqualTo(409);
        assertThat(reject(decides, id).status()).isEqualTo(409);
        assertThat(list(decides, "approved")).containsExactly(id);
    }

    @Test
    void rejectionHasAReasonAndIsFinal() {
        String id = id(apply(Id.unique(), body(distributor)));
        Answer rejected = reject(vendor.caller(), id);
        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.json().path("status").asString()).isEqualTo("rejected");
        assertThat(rejected.json().path("reason").asString()).isEqualTo("Not now.");
        assertThat(approve(vendor.caller(), id, Network.PASSWORD).status()).isEqualTo(409);
        assertThat(reject(vendor.caller(), id).status()).isEqualTo(409);
    }

    @Test
    void aRepeatedDecisionGetsTheSameAnswer() {
        String id = id(apply(Id.unique(), body(distributor)));
        Map<String, String> key = Map.of("Idempotency-Key", id);
        Caller decides = vendor.caller();
        Map<String, Object> terms = Map.of("password", Network.PASSWORD);
        Answer first = network.api.post(decides, APPLICATIONS + "/" + id + "/approve", terms, key);
        Answer again = network.api.post(decides, APPLICATIONS + "/" + id + "/approve", terms, key);
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
    }

    @Test
    void takenEmailOrDomainLeavesApplicationPending() {
        Map<String, Object> body = body(distributor);
        body.put("email", reseller.email());
        String id = id(apply(Id.unique(), body));
        assertInvalid("email", approve(vendor.caller(), id, Network.PASSWORD));
        assertThat(list(vendor.caller(), "pending")).containsExactly(id);

        Map<String, Object> one = body(distributor);
        Map<String, Object> other = body(distributor);
        other.put("loginDomain", one.get("loginDomain"));
        String first = id(apply(Id.unique(), one));
        String second = id(apply(Id.unique(), other));
        assertThat(approve(vendor.caller(), first, Network.PASSWORD).status()).isEqualTo(200);
        assertInvalid("loginDomain", approve(vendor.caller(), second, Network.PASSWORD));
        assertThat(network.signIn((String) other.get("email"), Network.PASSWORD).status())
                .as("no account is left behind")
                .isEqualTo(401);
        assertThat(reject(vendor.caller(), second).status()).isEqualTo(200);
    }

    @Test
    void concurrentApprovalsCreateOnePartnerWithTheWinnersPassword() throws Exception {
        Map<String, Object> body = body(distributor);
        String id = id(apply(Id.unique(), body));
        List<Callable<Answer>> approvals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String password = "password " + i;
            approvals.add(() -> approve(vendor.caller(), id, password));
        }
        approvals.add(() -> reject(vendor.caller(), id));
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService all = Executors.newFixedThreadPool(7)) {
            for (Future<Answer> answer : all.invokeAll(approvals)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().map(Answer::status).filter(status -> status == 200)).hasSize(1);
        assertThat(answers.stream().map(Answer::status)).containsOnly(200, 409);
        int winner = answers.stream().map(Answer::status).toList().indexOf(200);
        int partners =
                network.api
                        .get(vendor.caller(), "/api/v1/partners?parentId=" + distributor.id())
                        .json()
                        .path("items")
                        .size();
        if (winner < 6) {
            assertThat(partners).isEqualTo(1);
            assertThat(network.signIn((String) body.get("email"), "password " + winner).status())
                    .isEqualTo(201);
        } else {
            assertThat(partners).isZero();
        }
    }

    @Test
    void anApprovalThatDiedIsFinishedByTheNext() {
        Map<String, Object> body = body(distributor);
        String id = id(apply(Id.unique(), body));
        String partner =
                approve(vendor.caller(), id, Network.PASSWORD).json().path("partnerId").asString();
        dieBeforeTheDecision(id, Instant.now());
        assertThat(list(vendor.caller(), "pending")).containsExactly(id);
        assertThat(approve(vendor.caller(), id, "another one").status())
                .as("it may still be at work")
                .isEqualTo(409);
        assertThat(reject(vendor.caller(), id).status()).isEqualTo(409);
        dieBeforeTheDecision(id, Instant.now().minusSeconds(61));
        assertThat(reject(vendor.caller(), id).status()).as("the partner exists").isEqualTo(409);
        Answer approved = approve(vendor.caller(), id, "another one");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.json().path("partnerId").asString()).isEqualTo(partner);
        assertThat(
                        network.api
                                .get(
                                        vendor.caller(),
                                        "/api/v1/partners?parentId=" + distributor.id())
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
        assertThat(network.signIn((String) body.get("email"), "another one").status())
                .isEqualTo(201);
        assertThat(network.signIn((String) body.get("email"), Network.PASSWORD).status())
                .isEqualTo(401);
    }

    /** As if the process had been killed when the partner was made and the decision not noted. */
    private void dieBeforeTheDecision(String id, Instant since) {
        store.collection("applications")
                .updateOne(
                        eq("_id", id),
                        Updates.combine(
                                Updates.set("state.status", "pending"),
                                Updates.unset("state.decision"),
                                Updates.set(
                                        "state.approval",
                                        new Document("request", Id.unique())
                                                .append("since", Date.from(since)))));
    }

    private static void assertInvalid(String field, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("\"field\":\"" + field + "\"");
    }

    private List<String> list(Caller caller, String status) {
        return network.api
                .get(caller, APPLICATIONS + (status == null ? "" : "?status=" + status))
                .json()
                .path("items")
                .findValuesAsString("id");
    }

    private Answer apply(String address, Map<String, Object> body) {
        return network.api.post(
                Caller.anonymous().from(new Origin(address, null)), APPLICATIONS, body);
    }

    private Answer approve(Caller caller, String id, String password) {
        return network.api.post(
                caller, APPLICATIONS + "/" + id + "/approve", Map.of("password", password));
    }

    private Answer reject(Caller caller, String id) {
        return network.api.post(
                caller, APPLICATIONS + "/" + id + "/reject", Map.of("reason", "Not now."));
    }

    private static Map<String, Object> body(Member parent) {
        Map<String, Object> body = new HashMap<>(Network.body("reseller"));
        body.remove("password");
        body.put("loginDomainOfParent", domain(parent));
        return body;
    }

    private static String domain(Member member) {
        return member.created().json().path("loginDomain").asString();
    }

    private static String id(Answer applied) {
        return applied.json().path("id").asString();
    }
}
