package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.QuotaId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** Quotas and balances through the API: who sets and sees them, and what they say. */
@KeywayTest
class QuotasTest {

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void aMeter() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
    }

    @Test
    void aQuotaIsSetReadChangedAndDeleted() {
        Api.Answer set = set(branch.asReseller, ofLicense(Map.of()));
        JsonNode quota = set.json();
        assertThat(set.status()).as(set.text()).isEqualTo(201);
        assertThat(quota.path("id").asString()).startsWith("qta_");
        assertThat(quota.path("meter").asString()).isEqualTo("calls");
        assertThat(quota.path("licenseId").asString()).isEqualTo(branch.license.value());
        assertThat(quota.has("customerId")).isFalse();
        assertThat(quota.has("partnerId")).isFalse();
        assertThat(quota.path("included").asString()).isEqualTo("10");
        assertThat(quota.path("limit").asString()).isEqualTo("soft");
        assertThat(quota.path("thresholds").toString()).isEqualTo("[80,100]");
        assertThat(quota.path("setBy").asString()).isEqualTo(branch.reseller.value());
        assertThat(quota.has("raised")).isFalse();
        assertThat(api.get(branch.asDistributor, path(quota)).json()).isEqualTo(quota);
        assertThat(api.get(branch.asCustomer, path(quota)).json().has("setBy")).isFalse();

        Api.Answer changed =
                patch(
                        branch.asReseller,
                        quota,
                        "{\"included\": \"2.50\", \"limit\": \"hard\", \"thresholds\": []}",
                        Map.of());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("included").asString()).isEqualTo("2.5");
        assertThat(changed.json().path("limit").asString()).isEqualTo("hard");
        assertThat(changed.json().path("thresholds")).isEmpty();
        assertThat(changed.etag()).isNotEqualTo(set.etag());

        assertThat(api.send(branch.asReseller, "DELETE", path(quota), null, Map.of()).status())
                .isEqualTo(204);
        assertThat(api.get(branch.asReseller, path(quota)).status()).isEqualTo(404);
        assertThat(set(branch.asReseller, ofLicense(Map.of())).status())
                .as("the meter is free again")
                .isEqualTo(201);
    }

    @Test
    void thereIsOneQuotaPerSubjectAndMeter() {
        assertThat(set(branch.asVendor, ofLicense(Map.of())).status()).isEqualTo(201);
        assertThat(set(branch.asReseller, ofLicense(Map.of())).code()).isEqualTo("already_exists");
        assertThat(set(branch.asReseller, ofCustomer()).status()).isEqualTo(201);
        assertThat(set(branch.asVendor, ofPartner(branch.reseller)).status()).isEqualTo(201);
        api.post(branch.asVendor, "/api/v1/meters", meter("other"));
        assertThat(set(branch.asReseller, ofLicense(Map.of("meter", "other"))).status())
                .isEqualTo(201);
    }

    @Test
    void bothSidesOfEachLimit() {
        String most = "9".repeat(18) + "." + "9".repeat(12);
        List<Integer> ten = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 1000);
        JsonNode quota =
                set(branch.asReseller, ofLicense(Map.of("included", most, "thresholds", ten)))
                        .json();

        assertThat(quota.path("included").asString()).isEqualTo(most);
        assertThat(quota.path("thresholds").size()).isEqualTo(10);
        assertThat(
                        patch(
                                        branch.asReseller,
                                        quota,
                                        "{\"included\": \"0.000000000001\"}",
                                        Map.of())
                                .json()
                                .path("included")
                                .asString())
                .isEqualTo("0.000000000001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            included   | "0"
            included   | "-1"
            included   | "1000000000000000000"
            included   | "0.0000000000001"
            included   | "1e40"
            included   | "x"
            included   | null
            limit      | "none"
            limit      | null
            thresholds | [0]
            thresholds | [1001]
            thresholds | [100, 80]
            thresholds | [80, 80]
            thresholds | [80.5]
            thresholds | ["x"]
            thresholds | [1,2,3,4,5,6,7,8,9,10,11]
            """)
    void theFieldAtFaultIsNamed(String field, String json) {
        JsonNode quota = set(branch.asReseller, ofCustomer()).json();
        Map<String, Object> valid = new HashMap<>(ofLicense(Map.of()));
        valid.remove(field);
        String body =
                tools.jackson.databind.json.JsonMapper.shared()
                        .writeValueAsString(valid)
                        .replaceFirst("\\{", "{\"" + field + "\": " + json + ",");

        for (Api.Answer answer :
                List.of(
                        api.post(branch.asReseller, "/api/v1/quotas", body),
                        patch(
                                branch.asReseller,
                                quota,
                                "{\"%s\": %s}".formatted(field, json),
                                Map.of()))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                    .allMatch(named -> named.startsWith(field))
                    .isNotEmpty();
        }
        assertThat(api.get(branch.asReseller, path(quota)).json()).isEqualTo(quota);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"meter\": \"other\"}",
                "{\"licenseId\": \"lic_01k1a2b3c4d5e6f7g8h9jkmnpq\"}",
                "{\"raised\": {\"period\": \"2026-01\", \"percent\": 80}}",
                "{\"setBy\": \"x\"}",
                "[]"
            })
    void whoseUsageOfWhatNeverChanges(String patch) {
        JsonNode quota = set(branch.asReseller, ofLicense(Map.of())).json();

        assertThat(patch(branch.asReseller, quota, patch, Map.of()).code())
                .isEqualTo("invalid_request");
        assertThat(api.get(branch.asReseller, path(quota)).json()).isEqualTo(quota);
    }

    @Test
    void exactlyOneSubjectIsNamed() {
        Map<String, Object> none = new HashMap<>(ofLicense(Map.of()));
        none.remove("licenseId");
        Map<String, Object> two = new HashMap<>(ofLicense(Map.of()));
        two.put("customerId", branch.customer.value());

        assertThat(fields(set(branch.asReseller, none))).containsExactly("licenseId");
        assertThat(fields(set(branch.asReseller, two))).containsExactly("customerId");
        for (String path : List.of("quotas", "balances")) {
            String query = "/api/v1/" + path + "?licenseId=" + branch.license;
            assertThat(fields(api.get(branch.asReseller, "/api/v1/" + path)))
                    .containsExactly("licenseId");
            assertThat(fields(api.get(branch.asReseller, query + "&partnerId=" + branch.reseller)))
                    .containsExactly("partnerId");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"average", "min", "latest"})
    void aQuantityThatMayFallHasNoQuota(String aggregation) {
        Map<String, Object> falling = new HashMap<>(meter("falling"));
        falling.put("aggregation", aggregation);
        api.post(branch.asVendor, "/api/v1/meters", falling);

        assertThat(fields(set(branch.asReseller, ofLicense(Map.of("meter", "falling")))))
                .containsExactly("meter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "max", "unique_count"})
    void aQuantityThatOnlyGrowsMayHaveAQuota(String aggregation) {
        Map<String, Object> growing = new HashMap<>(meter("growing"));
        growing.put("aggregation", aggregation);
        if (aggregation.equals("count")) {
            growing.remove("valueProperty");
        }
        api.post(branch.asVendor, "/api/v1/meters", growing);

        assertThat(set(branch.asReseller, ofLicense(Map.of("meter", "growing"))).status())
                .isEqualTo(201);
    }

    @Test
    void anArchivedOrUnknownMeterHasNoQuota() {
        String old =
                api.post(branch.asVendor, "/api/v1/meters", meter("old"))
                        .json()
                        .path("id")
                        .asString();
        api.patch(branch.asVendor, "/api/v1/meters/" + old, "{\"status\": \"archived\"}");

        assertThat(fields(set(branch.asReseller, ofLicense(Map.of("meter", "old")))))
                .containsExactly("meter");
        assertThat(set(branch.asReseller, ofLicense(Map.of("meter", "none"))).code())
                .isEqualTo("not_found");
    }

    @Test
    void aStaleWriteIsRefused() {
        Api.Answer set = set(branch.asReseller, ofLicense(Map.of()));
        Map<String, String> asRead = Map.of("If-Match", set.etag());
        assertThat(patch(branch.asReseller, set.json(), "{\"included\": \"20\"}", asRead).status())
                .isEqualTo(200);

        Api.Answer late = patch(branch.asReseller, set.json(), "{\"included\": \"5\"}", asRead);
        Api.Answer gone = api.send(branch.asReseller, "DELETE", path(set.json()), null, asRead);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("version_mismatch");
        assertThat(gone.status()).isEqualTo(412);
        assertThat(api.get(branch.asReseller, path(set.json())).json().path("included").asString())
                .isEqualTo("20");
    }

    @Test
    void aPartnerLimitsWhatIsBelowItAndNeverItself() {
        EnumSet<Permission> allButPlans = EnumSet.allOf(Permission.class);
        allButPlans.remove(Permission.MANAGE_PLANS);

        assertThat(set(branch.asVendor, ofPartner(branch.vendor)).code()).isEqualTo("forbidden");
        assertThat(set(branch.asReseller, ofPartner(branch.reseller)).code())
                .isEqualTo("forbidden");
        assertThat(set(branch.asReseller, ofPartner(branch.distributor)).code())
                .isEqualTo("not_found");
        assertThat(set(branch.asDistributor, ofPartner(branch.reseller)).status()).isEqualTo(201);
        assertThat(set(branch.asVendor, ofPartner(branch.distributor)).status()).isEqualTo(201);
        for (Caller caller :
                List.of(
                        branch.asCustomer,
                        Callers.operator(),
                        Callers.partner(allButPlans, branch.vendor))) {
            assertThat(set(caller, ofLicense(Map.of())).code()).isEqualTo("forbidden");
        }
    }

    @Test
    void whatAPartnerAboveHasSetIsNotChangedBelow() {
        JsonNode quota = set(branch.asDistributor, ofLicense(Map.of())).json();

        assertThat(patch(branch.asReseller, quota, "{\"included\": \"99\"}", Map.of()).code())
                .isEqualTo("forbidden");
        assertThat(api.send(branch.asReseller, "DELETE", path(quota), null, Map.of()).code())
                .isEqualTo("forbidden");
        assertThat(patch(branch.asVendor, quota, "{\"included\": \"20\"}", Map.of()).status())
                .isEqualTo(200);
        JsonNode own = set(branch.asDistributor, ofPartner(branch.reseller)).json();
        assertThat(patch(branch.asReseller, own, "{\"included\": \"99\"}", Map.of()).code())
                .isEqualTo("forbidden");
    }

    @Test
    void nobodyElseFindsAQuotaOrSetsOne() {
        Branch other = new Branch().published();
        JsonNode quota = set(branch.asReseller, ofLicense(Map.of())).json();
        JsonNode ofPartner = set(branch.asVendor, ofPartner(branch.reseller)).json();
        Caller strangersProvider =
                Callers.partner(EnumSet.allOf(Permission.class), branch.vendor, branch.stranger);

        for (Caller stranger :
                List.of(
                        strangersProvider,
                        branch.asStrangersCustomer,
                        other.asVendor,
                        other.asCustomer)) {
            for (JsonNode foreign : List.of(quota, ofPartner)) {
                same(stranger, "GET", path(foreign), "/api/v1/quotas/" + QuotaId.next(), null);
                same(
                        stranger,
                        "PATCH",
                        path(foreign),
                        "/api/v1/quotas/" + QuotaId.next(),
                        "{\"included\": \"1\"}");
                same(stranger, "DELETE", path(foreign), "/api/v1/quotas/" + QuotaId.next(), null);
            }
            for (String list :
                    List.of("/api/v1/quotas?licenseId=", "/api/v1/balances?licenseId=")) {
                same(stranger, "GET", list + branch.license, list + LicenseId.next(), null);
            }
            for (String list :
                    List.of("/api/v1/quotas?customerId=", "/api/v1/balances?customerId=")) {
                assertThat(api.get(stranger, list + branch.customer).status()).isEqualTo(404);
            }
            for (String list :
                    List.of("/api/v1/quotas?partnerId=", "/api/v1/balances?partnerId=")) {
                assertThat(api.get(stranger, list + branch.reseller).status()).isEqualTo(404);
            }
        }
        for (Caller stranger : List.of(strangersProvider, other.asVendor)) {
            Api.Answer foreign = set(stranger, ofLicense(Map.of()));
            Map<String, Object> missing = ofLicense(Map.of("licenseId", LicenseId.next().value()));
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(set(stranger, missing).text());
            assertThat(set(stranger, ofCustomer()).status()).isEqualTo(404);
            assertThat(set(stranger, ofPartner(branch.reseller)).status()).isEqualTo(404);
        }
    }

    @Test
    void aCustomerSeesItsOwnQuotasAndNoPartners() {
        set(branch.asReseller, ofLicense(Map.of()));
        set(branch.asReseller, ofCustomer());
        JsonNode ofPartner = set(branch.asVendor, ofPartner(branch.reseller)).json();

        assertThat(items(branch.asCustomer, "quotas?licenseId=" + branch.license)).hasSize(1);
        assertThat(items(branch.asCustomer, "quotas?customerId=" + branch.customer)).hasSize(1);
        assertThat(api.get(branch.asCustomer, path(ofPartner)).status()).isEqualTo(404);
        for (String list : List.of("quotas", "balances")) {
            assertThat(
                            api.get(
                                            branch.asCustomer,
                                            "/api/v1/" + list + "?partnerId=" + branch.reseller)
                                    .status())
                    .isEqualTo(404);
        }
        Caller withoutUsage = Callers.partner(Set.of(), branch.vendor);
        for (String list : List.of("quotas", "balances")) {
            assertThat(
                            api.get(
                                            withoutUsage,
                                            "/api/v1/" + list + "?licenseId=" + branch.license)
                                    .code())
                    .isEqualTo("forbidden");
        }
        assertThat(api.get(withoutUsage, path(ofPartner)).code()).isEqualTo("forbidden");
    }

    /** The answer is in memory, and still nobody else gets it. */
    @Test
    void aBalanceInMemoryIsOnlyForThoseWhoSeeIt() {
        String path = "/api/v1/balances?licenseId=" + branch.license;
        for (int i = 0; i < 3; i++) {
            assertThat(api.get(branch.asReseller, path).status()).isEqualTo(200);
            assertThat(api.get(branch.asCustomer, path).status()).isEqualTo(200);
            assertThat(api.get(branch.asStranger, path).status()).isEqualTo(404);
            assertThat(api.get(branch.asStrangersCustomer, path).status()).isEqualTo(404);
        }
    }

    @Test
    void quotasAreListedNewestFirstPageByPage() {
        for (String code : List.of("a", "b", "c")) {
            api.post(branch.asVendor, "/api/v1/meters", meter(code));
            set(branch.asReseller, ofLicense(Map.of("meter", code)));
        }
        String list = "quotas?licenseId=" + branch.license;

        assertThat(meters(items(branch.asReseller, list))).containsExactly("c", "b", "a");
        assertThat(meters(items(branch.asReseller, list + "&meter=b"))).containsExactly("b");
        assertThat(items(branch.asReseller, list + "&meter=calls")).isEmpty();
        assertThat(api.get(branch.asReseller, "/api/v1/" + list + "&meter=x").code())
                .isEqualTo("not_found");
        for (int limit = 1; limit <= 3; limit++) {
            List<String> paged = new ArrayList<>();
            String next = "";
            do {
                JsonNode page =
                        api.get(branch.asReseller, "/api/v1/" + list + "&limit=" + limit + next)
                                .json();
                paged.addAll(page.path("items").findValuesAsString("meter"));
                next = "&cursor=" + page.path("next").asString("");
            } while (!next.equals("&cursor="));
            assertThat(paged).as("pages of " + limit).containsExactly("c", "b", "a");
        }
    }

    @Test
    void theBalanceIsWhatWasUsedAndWhatRemains() {
        set(branch.asReseller, ofLicense(Map.of("limit", "hard")));
        set(branch.asReseller, ofCustomer());
        JsonNode before = balance(branch.asCustomer, "licenseId=" + branch.license);
        assertThat(before.path("used").asString()).isEqualTo("0");
        assertThat(before.path("remaining").asString()).isEqualTo("10");
        assertThat(before.path("allowed").asBoolean()).isTrue();

        use("a", 4);
        used("licenseId=" + branch.license, "4");
        JsonNode balance = balance(branch.asCustomer, "licenseId=" + branch.license);
        assertThat(balance.path("meter").asString()).isEqualTo("calls");
        assertThat(balance.path("displayName").asString()).isEqualTo("calls");
        assertThat(balance.path("quantity").asString()).isEqualTo("4");
        assertThat(balance.path("included").asString()).isEqualTo("10");
        assertThat(balance.path("remaining").asString()).isEqualTo("6");
        assertThat(balance.path("limit").asString()).isEqualTo("hard");
        assertThat(balance.path("allowed").asBoolean()).isTrue();
        assertThat(balance.has("percent")).isFalse();
        assertThat(balance.path("start").asString()).endsWith("-01T00:00:00Z");

        use("b", 6);
        used("licenseId=" + branch.license, "10");
        assertThat(
                        balance(branch.asCustomer, "licenseId=" + branch.license)
                                .path("allowed")
                                .asBoolean())
                .as("a hard limit is used up")
                .isFalse();
        use("c", 5);
        used("licenseId=" + branch.license, "15");
        JsonNode over = balance(branch.asReseller, "licenseId=" + branch.license);
        assertThat(over.path("remaining").asString()).isEqualTo("0");
        JsonNode soft = balance(branch.asCustomer, "customerId=" + branch.customer);
        assertThat(soft.path("used").asString()).isEqualTo("15");
        assertThat(soft.path("allowed").asBoolean()).as("a soft limit").isTrue();
    }

    @Test
    void balancesEqualUsageAtEveryLevel() {
        use("a", 4);
        api.post(
                branch.asVendor,
                "/api/v1/events",
                event("b", branch.strangersLicense, Instant.now(), 3));
        used("partnerId=" + branch.vendor, "7");

        for (Map.Entry<String, Caller> level :
                Map.of(
                                "licenseId=" + branch.license, branch.asReseller,
                                "customerId=" + branch.customer, branch.asReseller,
                                "partnerId=" + branch.reseller, branch.asReseller,
                                "partnerId=" + branch.distributor, branch.asDistributor,
                                "partnerId=" + branch.vendor, branch.asVendor)
                        .entrySet()) {
            used(
                    level.getKey(),
                    api.get(level.getValue(), "/api/v1/usage?meter=calls&" + level.getKey())
                            .json()
                            .at("/items/0/quantity")
                            .asString());
            assertThat(balance(level.getValue(), level.getKey()).has("included")).isFalse();
            assertThat(balance(level.getValue(), level.getKey()).path("allowed").asBoolean())
                    .isTrue();
        }
        used("partnerId=" + branch.stranger, "3");
        assertThat(
                        api.get(
                                        branch.asVendor,
                                        "/api/v1/balances?meter=none&licenseId=" + branch.license)
                                .code())
                .isEqualTo("not_found");
    }

    @Test
    void aLicenseThatMovedBeginsAnewForItsNewOwner() {
        set(branch.asReseller, ofLicense(Map.of()));
        use("a", 4);
        used("licenseId=" + branch.license, "4");
        Branch.publish(
                branch.license(
                        branch.license, branch.strangersCustomer, branch.vendor, branch.stranger));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            JsonNode balance =
                                    balance(branch.asStranger, "licenseId=" + branch.license);
                            assertThat(balance.path("used").asString()).isEqualTo("0");
                            assertThat(balance.path("included").asString()).isEqualTo("10");
                        });
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asReseller,
                                                                "/api/v1/balances?licenseId="
                                                                        + branch.license)
                                                        .status())
                                        .isEqualTo(404));
        assertThat(
                        api.get(branch.asReseller, "/api/v1/quotas?licenseId=" + branch.license)
                                .status())
                .isEqualTo(404);
        assertThat(items(branch.asStranger, "quotas?licenseId=" + branch.license)).hasSize(1);
    }

    @Test
    void usageThatIsThereAlreadyRaisesAtOnce() {
        use("a", 9);
        used("licenseId=" + branch.license, "9");

        JsonNode quota = set(branch.asReseller, ofLicense(Map.of())).json();
        assertThat(quota.at("/raised/percent").asInt()).isEqualTo(80);
        JsonNode lowered =
                patch(branch.asReseller, quota, "{\"included\": \"9\"}", Map.of()).json();
        assertThat(lowered.at("/raised/percent").asInt()).isEqualTo(100);
        patch(branch.asReseller, quota, "{\"included\": \"1000\"}", Map.of());
        JsonNode balance = balance(branch.asReseller, "licenseId=" + branch.license);
        assertThat(balance.path("included").asString()).as("at once").isEqualTo("1000");
        assertThat(balance.path("percent").asInt()).isEqualTo(100);
        assertThat(
                        patch(branch.asReseller, quota, "{\"thresholds\": [50]}", Map.of())
                                .json()
                                .at("/raised/percent")
                                .asInt())
                .isEqualTo(100);
    }

    @Test
    void aProductAsksForTheBalanceOfItsLicense() {
        set(branch.asReseller, ofLicense(Map.of("limit", "hard")));
        use("a", 4);
        used("licenseId=" + branch.license, "4");

        for (String query : List.of("", "?meter=calls", "?licenseId=" + branch.license)) {
            Api.Answer answer = asProduct(branch.license, query);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("licenseId").asString())
                    .isEqualTo(branch.license.value());
            assertThat(answer.json().at("/items/0/remaining").asString()).isEqualTo("6");
        }
        String missing = asProduct(branch.license, "?licenseId=" + LicenseId.next()).text();
        for (String query :
                List.of(
                        "?licenseId=" + branch.strangersLicense,
                        "?customerId=" + branch.customer,
                        "?partnerId=" + branch.reseller)) {
            Api.Answer foreign = asProduct(branch.license, query);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(missing);
        }
        assertThat(asProduct(LicenseId.next(), "").code()).isEqualTo("unauthenticated");
        assertThat(api.get(Caller.anonymous(), "/api/v1/balances").code()).isEqualTo("forbidden");
    }

    private Api.Answer asProduct(LicenseId license, String query) {
        return api.send(
                Caller.anonymous(),
                "GET",
                "/api/v1/balances" + query,
                null,
                Map.of(LicenseKey.HEADER, Branch.key(license)));
    }

    private Map<String, Object> ofLicense(Map<String, Object> more) {
        Map<String, Object> quota =
                new HashMap<>(
                        Map.of(
                                "meter", "calls",
                                "licenseId", branch.license.value(),
                                "included", "10",
                                "limit", "soft"));
        quota.putAll(more);
        return quota;
    }

    private Map<String, Object> ofCustomer() {
        return Map.of(
                "meter", "calls",
                "customerId", branch.customer.value(),
                "included", "10",
                "limit", "soft");
    }

    private static Map<String, Object> ofPartner(Object partner) {
        return Map.of(
                "meter", "calls",
                "partnerId", partner.toString(),
                "included", "10",
                "limit", "soft");
    }

    private Api.Answer set(Caller caller, Map<String, Object> quota) {
        return api.post(caller, "/api/v1/quotas", quota);
    }

    private Api.Answer patch(
            Caller caller, JsonNode quota, String patch, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/merge-patch+json");
        return api.send(caller, "PATCH", path(quota), patch, all);
    }

    private static String path(JsonNode quota) {
        return "/api/v1/quotas/" + quota.path("id").asString();
    }

    private void use(String id, int n) {
        assertThat(
                        answers(
                                api.post(
                                                branch.asReseller,
                                                "/api/v1/events",
                                                event(id, branch.license, n))
                                        .json()))
                .containsExactly(id + " accepted");
    }

    /** Waits until the balance of a subject shows this. */
    private void used(String subject, String quantity) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                balance(branch.asVendor, subject)
                                                        .path("used")
                                                        .asString())
                                        .isEqualTo(quantity));
    }

    private JsonNode balance(Caller caller, String subject) {
        return items(caller, "balances?meter=calls&" + subject).path(0);
    }

    private JsonNode items(Caller caller, String list) {
        Api.Answer answer = api.get(caller, "/api/v1/" + list);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("items");
    }

    private static List<String> meters(JsonNode items) {
        return items.findValuesAsString("meter");
    }

    private static List<String> fields(Api.Answer refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        return refused.json().path("invalidFields").findValuesAsString("field");
    }

    private void same(Caller caller, String method, String foreign, String missing, String body) {
        Map<String, String> headers =
                body == null ? Map.of() : Map.of("Content-Type", "application/merge-patch+json");
        Api.Answer ofForeign = api.send(caller, method, foreign, body, headers);
        Api.Answer ofMissing = api.send(caller, method, missing, body, headers);
        assertThat(ofForeign.status())
                .as(method + " " + foreign)
                .isEqualTo(ofMissing.status())
                .isIn(403, 404);
        assertThat(ofForeign.text()).as(method + " " + foreign).isEqualTo(ofMissing.text());
    }
}
