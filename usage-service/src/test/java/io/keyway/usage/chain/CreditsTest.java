package io.keyway.usage.chain;

import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CreditId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Credits through the API: who gives, sees and voids them, and what they say. */
@KeywayTest
class CreditsTest {

    private static final YearMonth RUNNING = YearMonth.now(ZoneOffset.UTC);

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().withPlan().published();
    private final CustomerId customer = CustomerId.next();
    private final Caller asCustomer =
            Callers.customer(customer, branch.vendor, branch.distributor, branch.reseller);

    @BeforeEach
    void aNetworkWithPlans() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        Branch.publish(
                Branch.customer(
                        customer, branch.plan, branch.vendor, branch.distributor, branch.reseller));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(statement("customerId=" + customer).isMissingNode())
                                    .isFalse();
                            assertThat(
                                            statement("partnerId=" + branch.reseller)
                                                    .path("lines")
                                                    .isEmpty())
                                    .isFalse();
                        });
    }

    private JsonNode statement(String payer) {
        return api.get(branch.asVendor, "/api/v1/statements?period=" + RUNNING + "&" + payer)
                .json()
                .at("/items/0");
    }

    @Test
    void aCreditIsGivenReadAndVoided() {
        Api.Answer given =
                give(branch.asDistributor, toReseller(Map.of("meters", List.of("calls"))));
        assertThat(given.status()).as(given.text()).isEqualTo(201);
        JsonNode credit = given.json();
        assertThat(credit.path("id").asString()).startsWith("cdt_");
        assertThat(credit.path("payerId").asString()).isEqualTo(branch.reseller.value());
        assertThat(credit.path("payeeId").asString()).isEqualTo(branch.distributor.value());
        assertThat(credit.at("/remaining/amount").asLong()).isEqualTo(1000);
        assertThat(credit.at("/drawn/amount").asLong()).isZero();
        assertThat(credit.path("from").asString()).isEqualTo(RUNNING.toString());
        assertThat(credit.path("priority").asInt()).isEqualTo(50);
        assertThat(credit.path("draws")).isEmpty();
        assertThat(credit.has("price")).isFalse();
        for (Caller reader : List.of(branch.asReseller, branch.asDistributor, branch.asVendor)) {
            assertThat(api.get(reader, path(credit)).json()).isEqualTo(credit);
            assertThat(list(reader, "?partnerId=" + branch.reseller)).containsExactly(credit);
            assertThat(list(reader, "")).contains(credit);
        }

        Api.Answer ended = end(branch.asVendor, credit);
        assertThat(ended.status()).as(ended.text()).isEqualTo(200);
        assertThat(ended.json().at("/remaining/amount").asLong()).isZero();
        assertThat(ended.json().at("/voided/reason").asString()).isEqualTo("Mistaken");
        assertThat(end(branch.asDistributor, credit).json()).isEqualTo(ended.json());
    }

    @Test
    void aCustomerSeesItsOwnAndWhatItPays() {
        Map<String, Object> body =
                with(
                        Map.of(
                                "kind", "prepaid",
                                "customerId", customer.value(),
                                "price", Map.of("amount", 900, "currency", "EUR")));
        JsonNode credit = give(branch.asReseller, body).json();

        assertThat(list(asCustomer, "")).hasSize(1);
        JsonNode seen = api.get(asCustomer, path(credit)).json();
        assertThat(seen.has("givenBy")).isFalse();
        assertThat(seen.at("/price/amount").asLong()).isEqualTo(900);
        JsonNode draft = statement("customerId=" + customer);
        assertThat(draft.path("lines").valueStream())
                .extracting(
                        line -> line.path("kind").asString(),
                        line -> line.at("/amount/amount").asLong())
                .containsExactly(
                        tuple("fee", 1500L),
                        tuple("usage", 0L),
                        tuple("prepaid", 900L),
                        tuple("credit", -1000L));
        assertThat(draft.at("/total/amount").asLong()).isEqualTo(1400);

        end(branch.asReseller, credit);
        assertThat(statement("customerId=" + customer).at("/total/amount").asLong())
                .as("neither bought nor drawn")
                .isEqualTo(1500);
    }

    /** What it owes the former partner is paid with what that one gave, and nothing else is. */
    @Test
    void creditsOfACustomerThatMovesStayWithTheFormerPartner() {
        JsonNode credit =
                give(branch.asReseller, with(Map.of("customerId", customer.value()))).json();

        Branch.publish(Branch.customer(customer, branch.plan, branch.vendor, branch.stranger));

        String ofCustomer = "?customerId=" + customer;
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asVendor,
                                                                "/api/v1/statements"
                                                                        + ofCustomer
                                                                        + "&period="
                                                                        + RUNNING)
                                                        .json()
                                                        .path("items")
                                                        .valueStream())
                                        .extracting(
                                                statement -> statement.path("payeeId").asString(),
                                                statement -> statement.at("/total/amount").asLong())
                                        .containsExactlyInAnyOrder(
                                                tuple(branch.reseller.value(), 500L),
                                                tuple(branch.stranger.value(), 1500L)));
        assertThat(list(branch.asReseller, ofCustomer)).containsExactly(credit);
        assertThat(list(branch.asStranger, ofCustomer)).isEmpty();
        assertThat(api.get(branch.asStranger, path(credit)).status()).isEqualTo(404);
        Caller moved = Callers.customer(customer, branch.vendor, branch.stranger);
        assertThat(list(moved, "")).hasSize(1);
        assertThat(give(branch.asReseller, with(Map.of("customerId", customer.value()))).status())
                .as("it belongs to somebody else now")
                .isEqualTo(404);
        assertThat(end(branch.asReseller, credit).status()).isEqualTo(200);
    }

    @Test
    void foreignCallersFindWhatIsMissing() {
        JsonNode credit = give(branch.asDistributor, toReseller(Map.of())).json();
        for (Caller foreign :
                List.of(branch.asStranger, branch.asCustomer, asCustomer, new Branch().asVendor)) {
            Api.Answer missing = api.get(foreign, "/api/v1/credits/" + CreditId.next());
            assertThat(missing.status()).isEqualTo(404);
            assertThat(api.get(foreign, path(credit)).text()).isEqualTo(missing.text());
            assertThat(api.get(foreign, "/api/v1/credits?partnerId=" + branch.reseller).text())
                    .isEqualTo(missing.text());
            assertThat(list(foreign, "")).doesNotContain(credit);
        }
        for (Caller foreign : List.of(branch.asStranger, new Branch().asVendor)) {
            assertThat(end(foreign, credit).text())
                    .isEqualTo(api.get(foreign, "/api/v1/credits/" + CreditId.next()).text());
            assertThat(give(foreign, toReseller(Map.of())).status()).isEqualTo(404);
            assertThat(give(foreign, with(Map.of("customerId", customer.value()))).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void nobodyGivesToItselfAndThoseBelowVoidNothingFromAbove() {
        JsonNode credit = give(branch.asVendor, toReseller(Map.of())).json();

        assertThat(give(branch.asReseller, toReseller(Map.of())).code()).isEqualTo("forbidden");
        assertThat(give(asCustomer, with(Map.of("customerId", customer.value()))).code())
                .isEqualTo("forbidden");
        assertThat(end(branch.asReseller, credit).code()).isEqualTo("forbidden");
        assertThat(end(branch.asDistributor, credit).code()).isEqualTo("forbidden");
        assertThat(give(Callers.operator(), toReseller(Map.of())).code()).isEqualTo("forbidden");
        assertThat(give(without(Permission.MANAGE_PLANS), toReseller(Map.of())).code())
                .isEqualTo("forbidden");
        Caller blind = without(Permission.READ_STATEMENTS);
        assertThat(api.get(blind, "/api/v1/credits").code()).isEqualTo("forbidden");
        assertThat(api.get(blind, path(credit)).code()).isEqualTo("forbidden");
        assertThat(give(branch.asVendor, with(Map.of("partnerId", branch.vendor.value()))).code())
                .isEqualTo("forbidden");
    }

    private Caller without(Permission permission) {
        Set<Permission> others = EnumSet.allOf(Permission.class);
        others.remove(permission);
        return Callers.partner(others, branch.vendor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            kind       | "gift"
            amount     | {"amount": 0, "currency": "EUR"}
            amount     | {"amount": 1000000000000001, "currency": "EUR"}
            amount     | {"amount": 1.5, "currency": "EUR"}
            amount     | {"amount": 100, "currency": "USD"}
            amount     | null
            price      | {"amount": 100, "currency": "EUR"}
            from       | "2026-13"
            from       | "2020-01"
            from       | "2099-01"
            until      | "2020-01"
            until      | "2099-12"
            until      | null
            meters     | []
            meters     | ["calls", "calls"]
            meters     | ["unknown"]
            priority   | -1
            priority   | 101
            note       | ""
            note       | "=1+1"
            customerId | "cus_01hv7z8k3m9q2r4s6t8v0w1x21"
            partnerId  | null
            """)
    void refusesWhatIsNoCredit(String field, String value) {
        Map<String, Object> body = toReseller(Map.of());
        body.put(field, JsonMapper.shared().readTree(value));

        Api.Answer refused = give(branch.asVendor, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid_request");
    }

    @Test
    void monthsHaveBothSidesOfTheirLimits() {
        assertThat(months(RUNNING.minusMonths(1), RUNNING)).isEqualTo(201);
        assertThat(months(RUNNING.minusMonths(2), RUNNING)).isEqualTo(400);
        assertThat(months(RUNNING.minusMonths(1), RUNNING.minusMonths(1))).isEqualTo(400);
        assertThat(months(RUNNING, RUNNING.plusMonths(59))).isEqualTo(201);
        assertThat(months(RUNNING, RUNNING.plusMonths(60))).isEqualTo(400);
        assertThat(months(RUNNING.plusMonths(60), RUNNING.plusMonths(60))).isEqualTo(201);
        assertThat(months(RUNNING.plusMonths(61), RUNNING.plusMonths(61))).isEqualTo(400);
    }

    private int months(YearMonth from, YearMonth until) {
        return give(
                        branch.asVendor,
                        toReseller(Map.of("from", from.toString(), "until", until.toString())))
                .status();
    }

    @Test
    void aPayerHasAtMostAHundredOpenCredits() {
        for (int i = 0; i < 100; i++) {
            assertThat(give(branch.asVendor, toReseller(Map.of())).status()).isEqualTo(201);
        }
        assertThat(give(branch.asVendor, toReseller(Map.of())).code()).isEqualTo("quota_exceeded");
        assertThat(
                        give(branch.asVendor, with(Map.of("partnerId", branch.distributor.value())))
                                .status())
                .isEqualTo(201);
    }

    private Map<String, Object> toReseller(Map<String, Object> terms) {
        Map<String, Object> body = with(terms);
        body.put("partnerId", branch.reseller.value());
        return body;
    }

    private static Map<String, Object> with(Map<String, Object> terms) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "kind",
                                "grant",
                                "amount",
                                Map.of("amount", 1000, "currency", "EUR"),
                                "until",
                                RUNNING.plusMonths(11).toString(),
                                "note",
                                "Welcome"));
        body.putAll(terms);
        return body;
    }

    private Api.Answer give(Caller caller, Map<String, Object> body) {
        return api.post(caller, "/api/v1/credits", body);
    }

    private Api.Answer end(Caller caller, JsonNode credit) {
        return api.post(caller, path(credit) + "/void", Map.of("reason", "Mistaken"));
    }

    private List<JsonNode> list(Caller caller, String query) {
        return api.get(caller, "/api/v1/credits" + query)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private static String path(JsonNode credit) {
        return "/api/v1/credits/" + credit.path("id").asString();
    }
}
