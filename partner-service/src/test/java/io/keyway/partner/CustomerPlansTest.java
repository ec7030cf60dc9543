package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Store;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The plans that customers are given, and what becomes of them when customers move. */
@KeywayTest
class CustomerPlansTest extends NetworkTest {

    @Autowired private Publisher bus;
    @Autowired private Store store;
    private Member distributor;
    private Member reseller;
    private Member sibling;

    @BeforeEach
    void createPartners() {
        distributor = network.create(vendor.caller(), "distributor");
        reseller = network.create(distributor.caller(), "reseller");
        sibling = network.create(distributor.caller(), "reseller");
    }

    @Test
    void aCustomerIsGivenAPlanOfItsPartnerOrOfOneAbove() {
        for (Member offering : List.of(reseller, distributor, vendor)) {
            PlanId plan = plan(offering).id();
            String customer = customer(reseller, plan);
            assertThat(planOf(customer)).isEqualTo(plan.value());
            assertThat(network.api.get(reseller.caller(), "/api/v1/customers").json().toString())
                    .contains(plan.value());
        }
    }

    @Test
    void aPatchGivesAndRemovesThePlanAndLeavesItOtherwise() {
        PlanId plan = plan(reseller).id();
        String customer = customer(reseller, null);
        assertThat(planOf(customer)).isNull();

        assertThat(patch(customer, plan).status()).isEqualTo(200);
        assertThat(planOf(customer)).isEqualTo(plan.value());
        network.api.patch(reseller.caller(), customer, Map.of("company", "Engines"));
        network.api.post(reseller.caller(), customer + "/deactivate", null);
        assertThat(planOf(customer)).isEqualTo(plan.value());

        Answer removed = patch(customer, null);
        assertThat(removed.status()).as(removed.text()).isEqualTo(200);
        assertThat(planOf(customer)).isNull();
    }

    @Test
    void aPartnerAboveGivesThePlanToo() {
        PlanId plan = plan(distributor).id();
        String customer = customer(reseller, null);
        assertThat(patch(distributor.caller(), customer, plan).status()).isEqualTo(200);
        assertThat(planOf(customer)).isEqualTo(plan.value());
    }

    @Test
    void aPlanOfNobodyAboveTheCustomerIsAnsweredAsMissing() {
        Member stranger = network.create(Callers.operator(), "vendor");
        String customer = customer(reseller, null);
        Map<String, Object> body = body();
        body.put("planId", PlanId.next());
        Answer missing = network.api.post(reseller.caller(), "/api/v1/customers", body);
        assertThat(missing.status()).isEqualTo(404);
        for (Member offering : List.of(sibling, stranger)) {
            PlanId plan = plan(offering).id();
            body.put("planId", plan);
            Answer created = network.api.post(reseller.caller(), "/api/v1/customers", body);
            assertThat(created.status()).isEqualTo(404);
            assertThat(created.text()).isEqualTo(missing.text());
            Answer patched = patch(customer, plan);
            assertThat(patched.status()).isEqualTo(404);
            assertThat(patched.text()).isEqualTo(missing.text());
        }
        String own = customer(distributor, null);
        assertThat(patch(distributor.caller(), own, plan(reseller).id()).text())
                .as("a partner below the customer's is in the caller's branch, but not above it")
                .isEqualTo(missing.text());
        assertThat(planOf(customer)).isNull();

        body.remove("planId");
        assertThat(network.api.post(reseller.caller(), "/api/v1/customers", body).status())
                .as("the refused e-mail is free")
                .isEqualTo(201);
    }

    @Test
    void aWithdrawnPlanStaysButIsGivenToNobodyElse() {
        PublishedPlan plan = plan(distributor);
        String customer = customer(reseller, plan.id());
        String partnerOnIt = "/api/v1/partners/" + joins(plan.id()).json().path("id").asString();
        plan.withdraw();

        assertThat(
                        network.api
                                .patch(reseller.caller(), customer, Map.of("firstName", "B"))
                                .status())
                .isEqualTo(200);
        assertThat(patch(customer, plan.id()).status()).as("what it has already").isEqualTo(200);
        String another = customer(reseller, null);
        Map<String, Object> body = body();
        body.put("planId", plan.id());
        for (Answer refused :
                List.of(
                        patch(another, plan.id()),
                        joins(plan.id()),
                        network.api.post(reseller.caller(), "/api/v1/customers", body),
                        network.api.patch(
                                distributor.caller(),
                                "/api/v1/partners/" + sibling.id(),
                                Map.of("planId", plan.id())))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("planId");
        }
        assertThat(
                        network.api
                                .patch(
                                        distributor.caller(),
                                        partnerOnIt,
                                        Map.of("website", "https://example.com"))
                                .json()
                                .path("planId")
                                .asString())
                .isEqualTo(plan.id().value());

        patch(customer, null);
        assertThat(patch(customer, plan.id()).status()).as("given up, it is gone").isEqualTo(400);
    }

    @Test
    void aTransferKeepsAPlanThatIsOfferedAboveTheNewPartner() {
        PublishedPlan plan = plan(distributor);
        String customer = customer(reseller, plan.id());
        plan.withdraw();
        String code = draw(customer);

        assertThat(transfer(code, false).path("planEnds").asBoolean()).isFalse();
        assertThat(transfer(code, true).path("planEnds").asBoolean()).isFalse();

        assertThat(planOf(customer)).isEqualTo(plan.id().value());
    }

    @Test
    void aTransferEndsAPlanOfTheFormerPartnerAndThePreviewSaysSo() {
        PlanId plan = plan(reseller).id();
        String customer = customer(reseller, plan);
        String code = draw(customer);

        assertThat(transfer(code, false).path("planEnds").asBoolean(false)).isTrue();
        assertThat(planOf(customer)).isEqualTo(plan.value());
        JsonNode committed = transfer(code, true);

        assertThat(committed.path("planEnds").asBoolean(false)).isTrue();
        assertThat(committed.toString())
                .as("the new partner may not see the plan")
                .doesNotContain(plan.value());
        assertThat(planOf(customer)).isNull();
    }

    @Test
    void aPlanIsChangedAndCancelledFromADayOn() {
        PlanId basic = plan(reseller).id();
        PlanId pro = plan(reseller).id();
        String customer = customer(reseller, basic);
        LocalDate end = today().plusMonths(1).withDayOfMonth(1);
        patch(customer, pro, end.plusDays(3));
        assertThat(periods(customer)).containsExactly("- " + basic, end.plusDays(3) + " " + pro);

        Answer cancelled = patch(customer, null, end);
        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        assertThat(cancelled.json().path("planId").asString()).isEqualTo(basic.value());
        assertThat(periods(customer)).containsExactly("- " + basic, end + " -");
        network.api.patch(reseller.caller(), customer, Map.of("company", "Engines"));
        network.api.post(reseller.caller(), customer + "/deactivate", null);
        assertThat(periods(customer)).hasSize(2);

        patch(customer, null);
        assertThat(planOf(customer)).isNull();
        assertThat(periods(customer)).containsExactly(today() + " -");
        patch(customer, pro, today().withDayOfMonth(1).minusMonths(1));
        assertThat(periods(customer))
                .containsExactly(today().withDayOfMonth(1).minusMonths(1) + " " + pro);
    }

    @Test
    void theDayOfAPlanIsChecked() {
        PlanId plan = plan(reseller).id();
        String customer = customer(reseller, null);
        String partner = "/api/v1/partners/" + reseller.id();
        PlanId above = plan(distributor).id();
        LocalDate tooEarly = today().withDayOfMonth(1).minusMonths(1).minusDays(1);
        Map<String, Object> noPlan = Map.of("planFrom", today());
        for (Answer refused :
                List.of(
                        patch(customer, plan, tooEarly),
                        patch(customer, plan, today().plusYears(2).plusDays(1)),
                        network.api.patch(reseller.caller(), customer, noPlan),
                        network.api.patch(distributor.caller(), partner, noPlan),
                        network.api.patch(
                                distributor.caller(),
                                partner,
                                Map.of("planId", above, "planFrom", tooEarly)))) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(refused.json().path("invalidFields").findValuesAsString("field"))
                    .containsExactly("planFrom");
        }
        Answer planned =
                network.api.patch(
                        distributor.caller(),
                        partner,
                        Map.of("planId", above, "planFrom", today().plusDays(1)));
        assertThat(planned.status()).as(planned.text()).isEqualTo(200);
        assertThat(planned.json().has("planId")).isFalse();
        assertThat(planned.json().at("/plans/1/planId").asString()).isEqualTo(above.value());
    }

    @Test
    void aWithdrawnPlanThatIsToComeStays() {
        PublishedPlan plan = plan(reseller);
        String customer = customer(reseller, null);
        patch(customer, plan.id(), today().plusDays(1));
        plan.withdraw();

        assertThat(patch(customer, plan.id(), today().plusDays(2)).status()).isEqualTo(200);
        assertThat(patch(customer(reseller, null), plan.id(), today().plusDays(2)).status())
                .isEqualTo(400);
    }

    @Test
    void aTransferEndsAComingPlanOfTheFormerPartnerToo() {
        PlanId above = plan(distributor).id();
        PlanId coming = plan(reseller).id();
        String customer = customer(reseller, above);
        patch(customer, coming, today().plusDays(1));
        String code = draw(customer);

        assertThat(transfer(code, false).path("planEnds").asBoolean(false)).isTrue();
        assertThat(transfer(code, true).path("planEnds").asBoolean(false)).isTrue();
        assertThat(planOf(customer)).isEqualTo(above.value());
        assertThat(get(customer).toString()).doesNotContain(coming.value());
    }

    @Test
    void theDeletionOfAPartnerEndsItsPlansOnly() {
        String onItsPlan = customer(reseller, plan(reseller).id());
        PlanId above = plan(distributor).id();
        String onAPlanAbove = customer(reseller, above);

        network.api.delete(distributor.caller(), "/api/v1/partners/" + reseller.id());

        await().untilAsserted(
                        () -> {
                            for (String customer : List.of(onItsPlan, onAPlanAbove)) {
                                assertThat(get(customer).path("partnerId").asString())
                                        .isEqualTo(distributor.id().value());
                            }
                        });
        assertThat(planOf(onItsPlan)).isNull();
        assertThat(planOf(onAPlanAbove)).isEqualTo(above.value());
    }

    @Test
    void theAuditTrailNamesThePlanToReadersWhoSeeIt() {
        PlanId plan = plan(distributor).id();
        String customer = customer(reseller, null);
        patch(distributor.caller(), customer, plan);

        JsonNode record = changed(distributor.caller(), customer);
        assertThat(record.path("changes").path(0).path("field").asString()).isEqualTo("planId");
        assertThat(record.path("changes").path(0).path("after").asString())
                .isEqualTo('"' + plan.value() + '"');
        assertThat(record.path("names").path(plan.value()).asString())
                .isEqualTo(PublishedPlan.NAME);
        assertThat(changed(reseller.caller(), customer).path("names").has(plan.value()))
                .as("it is offered above the reseller")
                .isFalse();
    }

    private JsonNode changed(Caller reader, String customer) {
        String path = "/api/v1/audit?resource=" + id(customer);
        await().until(() -> network.api.get(reader, path).text().contains("customer.changed"));
        return network.api
                .get(reader, path)
                .json()
                .path("items")
                .valueStream()
                .filter(record -> record.path("action").asString().equals("customer.changed"))
                .findFirst()
                .orElseThrow();
    }

    private PublishedPlan plan(Member owner) {
        return new PublishedPlan(bus, store, owner);
    }

    /** The path of a new customer. */
    private String customer(Member partner, @Nullable PlanId plan) {
        Map<String, Object> body = body();
        if (plan != null) {
            body.put("planId", plan);
        }
        Answer created = network.api.post(partner.caller(), "/api/v1/customers", body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return "/api/v1/customers/" + created.json().path("id").asString();
    }

    /** Creates a reseller on the plan. */
    private Answer joins(PlanId plan) {
        Map<String, Object> body = Network.body("reseller");
        body.put("planId", plan);
        return network.api.post(distributor.caller(), "/api/v1/partners", body);
    }

    private Answer patch(String customer, @Nullable PlanId plan) {
        return patch(reseller.caller(), customer, plan);
    }

    private Answer patch(Caller caller, String customer, @Nullable PlanId plan) {
        Map<String, Object> patch = new HashMap<>();
        patch.put("planId", plan);
        return network.api.patch(caller, customer, patch);
    }

    private Answer patch(String customer, @Nullable PlanId plan, LocalDate from) {
        Map<String, Object> patch = new HashMap<>();
        patch.put("planId", plan);
        patch.put("planFrom", from);
        return network.api.patch(reseller.caller(), customer, patch);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Day and plan of each. */
    private List<String> periods(String customer) {
        return get(customer)
                .path("plans")
                .valueStream()
                .map(
                        period ->
                                period.path("from").asString("-")
                                        + " "
                                        + period.path("planId").asString("-"))
                .toList();
    }

    private @Nullable String planOf(String customer) {
        return get(customer).path("planId").asString(null);
    }

    private JsonNode get(String customer) {
        Answer answer = network.api.get(vendor.caller(), customer);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String draw(String customer) {
        return network.api
                .post(
                        Callers.customer(
                                id(customer), vendor.id(), distributor.id(), reseller.id()),
                        customer + "/transfer-code",
                        null)
                .json()
                .path("code")
                .asString();
    }

    /** The sibling takes the customer over. */
    private JsonNode transfer(String code, boolean commit) {
        Answer answer =
                network.api.post(
                        sibling.caller(),
                        "/api/v1/customer-transfers",
                        Map.of("code", code, "commit", commit));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static CustomerId id(String customer) {
        return new CustomerId(customer.substring(customer.lastIndexOf('/') + 1));
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
