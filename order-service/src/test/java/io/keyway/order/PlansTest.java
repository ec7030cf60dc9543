package io.keyway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@KeywayTest
class PlansTest extends PublishedNetworkTest {

    @Test
    void aPlanKeepsItsRatesExactlyAsWritten() {
        Answer plan = api.post(published.atVendor(), "/api/v1/plans", body());
        assertThat(plan.status()).as(plan.text()).isEqualTo(201);
        assertThat(plan.json().path("rates").path(0).path("rate").path("unit").asString())
                .isEqualTo("0.0125");
        Answer edited =
                api.patch(
                        published.atVendor(),
                        "/api/v1/plans/" + plan.json().path("id").asString(),
                        Map.of("status", "withdrawn"));
        assertThat(edited.json().path("status").asString()).isEqualTo("withdrawn");
        assertThat(edited.json().path("rates")).isEqualTo(plan.json().path("rates"));
    }

    @Test
    void invalidFieldsAreNamed() {
        Map<String, Object> wrong =
                Map.of(
                        "rates[0].rate.unit",
                                List.of(rate(Map.of("model", "unit", "currency", "EUR"))),
                        "rates[0].rate.currency",
                                List.of(
                                        rate(
                                                Map.of(
                                                        "model",
                                                        "unit",
                                                        "unit",
                                                        "1",
                                                        "currency",
                                                        "USD"))),
                        "rates[0].rate.model",
                                List.of(rate(Map.of("model", "guess", "currency", "EUR"))),
                        "rates[1].meter",
                                List.of(
                                        rate(
                                                Map.of(
                                                        "model",
                                                        "unit",
                                                        "unit",
                                                        "1",
                                                        "currency",
                                                        "EUR")),
                                        rate(
                                                Map.of(
                                                        "model",
                                                        "unit",
                                                        "unit",
                                                        "1",
                                                        "currency",
                                                        "EUR"))),
                        "rates[0].rate.tiers",
                                List.of(
                                        rate(
                                                Map.of(
                                                        "model",
                                                        "volume",
                                                        "tiers",
                                                        List.of(),
                                                        "currency",
                                                        "EUR"))));
        wrong.forEach(
                (field, rates) -> {
                    Map<String, Object> body = body();
                    body.put("rates", rates);
                    Answer answer = api.post(published.atVendor(), "/api/v1/plans", body);
                    assertThat(answer.status()).as(field + answer.text()).isEqualTo(400);
                    assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                            .as(answer.text())
                            .contains(field);
                });
        for (Map<String, Object> fee :
                List.of(
                        Map.<String, Object>of("amount", -1, "currency", "EUR"),
                        Map.<String, Object>of("amount", 1, "currency", "XXY"),
                        Map.<String, Object>of("amount", "1", "currency", "EUR"))) {
            Map<String, Object> body = body();
            body.put("fee", fee);
            assertThat(api.post(published.atVendor(), "/api/v1/plans", body).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aPlanOutsideTheBranchIsNotFoundAndOnlyItsOwnerEditsIt() {
        String path =
                "/api/v1/plans/"
                        + api.post(published.atDistributor(), "/api/v1/plans", body())
                                .json()
                                .path("id")
                                .asString();
        String missing = api.get(published.atVendor(), "/api/v1/plans/" + PlanId.next()).text();
        for (Caller foreign :
                List.of(new PublishedNetwork(bus, network).atVendor(), published.atReseller())) {
            assertThat(api.get(foreign, path).text()).isEqualTo(missing);
            assertThat(api.patch(foreign, path, Map.of("name", "x")).text()).isEqualTo(missing);
        }
        assertThat(api.get(published.atVendor(), path).status()).isEqualTo(200);
        assertThat(api.patch(published.atVendor(), path, Map.of("name", "x")).status())
                .isEqualTo(403);
        assertThat(api.post(published.atReseller(), "/api/v1/plans", body()).status())
                .isEqualTo(403);
        assertThat(api.post(Callers.operator(), "/api/v1/plans", body()).status()).isEqualTo(403);
    }

    @Test
    void aPartnerReadsThePlanItIsOnAndNoOtherPlanFromAbove() {
        String plan = planOf(published.atVendor());
        String other = planOf(published.atVendor());
        PartnerId sibling = PartnerId.next();
        PartnerId below = PartnerId.next();
        published.partner(PartnerType.RESELLER, published.vendor, published.distributor, sibling);
        published.partner(
                PartnerType.RESELLER,
                published.vendor,
                published.distributor,
                published.reseller,
                below);
        published.onPlan(
                2, new PlanId(plan), published.vendor, published.distributor, published.reseller);
        String missing = api.get(published.atReseller(), "/api/v1/plans/" + PlanId.next()).text();

        await().untilAsserted(
                        () ->
                                assertThat(api.get(published.atReseller(), path(plan)).text())
                                        .contains("0.0125"));
        for (Caller notOnIt :
                List.of(
                        Callers.partner(published.vendor, published.distributor, sibling),
                        Callers.partner(
                                published.vendor, published.distributor, published.reseller, below),
                        Callers.customer(
                                published.customer,
                                published.vendor,
                                published.distributor,
                                published.reseller))) {
            assertThat(api.get(notOnIt, path(plan)).status()).isEqualTo(404);
            assertThat(api.get(notOnIt, path(plan)).text()).isEqualTo(missing);
        }
        assertThat(api.get(published.atReseller(), path(other)).text()).isEqualTo(missing);
        assertThat(api.get(published.atReseller(), "/api/v1/plans").text()).doesNotContain(plan);
        Caller reseller =
                Callers.partner(published.vendor, published.distributor, published.reseller);
        assertThat(api.patch(reseller, path(plan), Map.of("name", "x")).status()).isEqualTo(403);
        assertThat(api.patch(reseller, path(other), Map.of("name", "x")).status()).isEqualTo(404);

        published.onPlan(3, null, published.vendor, published.distributor, published.reseller);
        await().untilAsserted(
                        () ->
                                assertThat(api.get(published.atReseller(), path(plan)).text())
                                        .isEqualTo(missing));
    }

    private String planOf(Caller owner) {
        return api.post(owner, "/api/v1/plans", body()).json().path("id").asString();
    }

    private static String path(String plan) {
        return "/api/v1/plans/" + plan;
    }

    private static Map<String, Object> body() {
        return new HashMap<>(
                Map.of(
                        "name",
                        "Standard",
                        "fee",
                        Map.of("amount", 9900, "currency", "EUR"),
                        "rates",
                        List.of(
                                rate(
                                        Map.of(
                                                "model",
                                                "unit",
                                                "unit",
                                                "0.0125",
                                                "currency",
                                                "EUR")))));
    }

    /** A rate may be for some usage of its meter; the rates of a meter must not overlap. */
    @Test
    void aMeterMayHaveARateForEachValueOfItsDimensions() {
        Map<String, Object> plan = body();
        List<Map<String, Object>> rates =
                List.of(
                        where(Map.of("region", "north")),
                        where(Map.of("region", "south")),
                        where(Map.of()));
        plan.put("rates", rates);
        Answer created = api.post(published.atVendor(), "/api/v1/plans", plan);

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.json().at("/rates/1/where/region").asString()).isEqualTo("south");
        assertThat(created.json().at("/rates/2").has("where")).isFalse();

        Map<String, List<Map<String, Object>>> wrong =
                Map.of(
                        "rates[1].meter",
                        List.of(where(Map.of("region", "north")), where(Map.of("region", "north"))),
                        "rates[1].where",
                        List.of(where(Map.of("region", "north")), where(Map.of("plan", "pro"))),
                        "rates[2].meter",
                        List.of(where(Map.of("region", "a")), where(Map.of()), where(Map.of())),
                        "rates[0].where",
                        List.of(where(Map.of("a", "1", "b", "1", "c", "1", "d", "1"))));
        wrong.forEach(
                (field, some) -> {
                    plan.put("rates", some);
                    Answer refused = api.post(published.atVendor(), "/api/v1/plans", plan);
                    assertThat(refused.status()).as(field + refused.text()).isEqualTo(400);
                    assertThat(refused.text()).contains(field);
                });
    }

    private static Map<String, Object> where(Map<String, String> where) {
        Map<String, Object> rate =
                new HashMap<>(rate(Map.of("model", "unit", "unit", "1", "currency", "EUR")));
        rate.put("where", where);
        return rate;
    }

    private static Map<String, Object> rate(Map<String, Object> rate) {
        return Map.of("meter", "messages", "rate", rate);
    }

    @Test
    void newPricesHoldFromTheirDayOn() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String plan = path(planOf(published.atVendor()));
        Answer later = prices(plan, today.plusMonths(2), 12_900);
        assertThat(later.status()).as(later.text()).isEqualTo(200);
        assertThat(later.json().at("/fee/amount").asLong()).isEqualTo(9_900);
        prices(plan, today.plusMonths(1), 11_900);
        Answer mended = prices(plan, today.withDayOfMonth(1).minusMonths(1), 8_900);

        assertThat(mended.json().at("/fee/amount").asLong()).isEqualTo(8_900);
        assertThat(mended.json().at("/prices").findValuesAsString("from"))
                .containsExactly(
                        today.withDayOfMonth(1).minusMonths(1).toString(),
                        today.plusMonths(1).toString(),
                        today.plusMonths(2).toString());
        assertThat(amounts(mended)).containsExactly(9_900L, 8_900L, 11_900L, 12_900L);
        assertThat(amounts(prices(plan, today.plusMonths(1), 10_900)))
                .containsExactly(9_900L, 8_900L, 10_900L, 12_900L);
        // What does not change prices has no date, and changes no prices.
        assertThat(amounts(api.patch(published.atVendor(), plan, Map.of("name", "Basic"))))
                .hasSize(4);
    }

    @Test
    void aChangeOfPricesWithoutADateHoldsFromToday() {
        String plan = path(planOf(published.atVendor()));
        Answer changed =
                api.patch(published.atVendor(), plan, Map.of("fee", Map.of("amount", 5_000)));

        assertThat(changed.json().at("/fee/amount").asLong()).isEqualTo(5_000);
        assertThat(changed.json().at("/prices/1/from").asString())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(changed.json().at("/prices/1/rates")).isEqualTo(changed.json().at("/rates"));
    }

    @Test
    void aChangeIsPlannedWithinLimits() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate first = today.withDayOfMonth(1).minusMonths(1);
        String plan = path(planOf(published.atVendor()));
        for (LocalDate day : List.of(first.minusDays(1), today.plusYears(2).plusDays(1))) {
            Answer refused = prices(plan, day, 1);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("\"from\"");
        }
        assertThat(prices(plan, first, 1).status()).isEqualTo(200);
        assertThat(prices(plan, today.plusYears(2), 2).status()).isEqualTo(200);
        Map<String, Object> noPrices = Map.of("from", today.toString(), "name", "x");
        assertThat(api.patch(published.atVendor(), plan, noPrices).text()).contains("\"from\"");
        for (int i = 3; i < 60; i++) {
            assertThat(prices(plan, today.plusDays(i), i).status()).isEqualTo(200);
        }
        Answer full = prices(plan, today.plusDays(60), 60);
        assertThat(full.status()).as(full.text()).isEqualTo(409);
        assertThat(prices(plan, today.plusDays(59), 60).status()).isEqualTo(200);
    }

    @Test
    void aComingChangeIsTakenBackByTheOwnerOnly() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String plan = path(planOf(published.atVendor()));
        prices(plan, today, 7_900);
        prices(plan, today.plusDays(1), 8_900);
        String coming = plan + "/prices/" + today.plusDays(1);
        String missing = api.get(published.atVendor(), path(PlanId.next().value())).text();

        assertThat(api.delete(published.atReseller(), coming).text()).isEqualTo(missing);
        assertThat(api.delete(published.atVendor(), plan + "/prices/" + today).status())
                .isEqualTo(409);
        assertThat(api.delete(published.atVendor(), plan + "/prices/" + today.plusDays(2)).status())
                .isEqualTo(404);
        Answer rest = api.delete(published.atVendor(), coming);
        assertThat(rest.status()).as(rest.text()).isEqualTo(200);
        assertThat(amounts(rest)).containsExactly(9_900L, 7_900L);
        assertThat(api.delete(published.atVendor(), coming).status()).isEqualTo(404);
        assertThat(api.delete(published.atVendor(), plan + "/prices/tomorrow").text())
                .isEqualTo(missing);
    }

    private Answer prices(String plan, LocalDate from, long fee) {
        return api.patch(
                published.atVendor(),
                plan,
                Map.of("from", from.toString(), "fee", Map.of("amount", fee)));
    }

    private static List<Long> amounts(Answer plan) {
        return plan.json()
                .at("/prices")
                .valueStream()
                .map(p -> p.at("/fee/amount").asLong())
                .toList();
    }
}
