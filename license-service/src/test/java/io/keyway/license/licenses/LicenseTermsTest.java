package io.keyway.license.licenses;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseEvent.LicenseExpired;
import io.keyway.contracts.event.LicenseEvent.LicenseExpiring;
import io.keyway.contracts.event.LicenseEvent.OfOneLicense;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import io.keyway.license.terms.ExpiresFrom;
import io.keyway.license.terms.LicenseTerms;
import io.keyway.license.terms.MachineTerms;
import io.keyway.license.terms.TrialRule;
import io.keyway.license.terms.UsageAfterEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a policy says, and what licenses, machines and verdicts then do. */
@LicenseServiceTest
class LicenseTermsTest {

    private final Market market;
    private final Api api;
    private final PublishedEvents published;
    private final ProductId product;

    @Autowired
    LicenseTermsTest(Markets markets, PublishedEvents published) {
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
        this.product = market.product();
        market.grantToAll(product);
    }

    @Test
    void aCalendarPeriodEndsOnTheSameDayOfALaterMonth() {
        JsonNode month = issue(subscription("P1M", Map.of()));
        assertThat(at(month, "expiresAt"))
                .isEqualTo(utc(month, "issuedAt").plusMonths(1).toInstant());
        assertThat(month.path("duration").asString()).isEqualTo("P1M");

        JsonNode year = issue(subscription("P1Y", Map.of()));
        assertThat(at(year, "expiresAt")).isEqualTo(utc(year, "issuedAt").plusYears(1).toInstant());
    }

    @Test
    void oldLicensesWithoutTermsReadWithDefaults() {
        LicenseTerms terms =
                new LicenseTerms(
                        LicenseType.PERPETUAL,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        Set.of(),
                        null,
                        null,
                        null);

        assertThat(terms.expiresFrom()).isEqualTo(ExpiresFrom.ISSUE);
        assertThat(terms.machines()).isEqualTo(MachineTerms.DEFAULT);
        assertThat(terms.trials()).isEqualTo(TrialRule.ONCE_PER_CUSTOMER);
        assertThat(terms.filesWithoutEnd()).isFalse();
        assertThat(terms.usageAfterEnd()).isEqualTo(UsageAfterEnd.REJECT);
    }

    @Test
    void refusesInvalidTerms() {
        for (String wrong : List.of("P0D", "-P1Y", "P101Y", "1 year", "P1Y2X")) {
            refused("duration", Map.of("type", "subscription", "duration", wrong));
        }
        refused("grace", Map.of("grace", "P367D"));
        refused("grace", Map.of("grace", "PT0S"));
        refused("overage.factor", Map.of("overage", Map.of("mode", "up_to")));
        refused("overage.factor", Map.of("overage", Map.of("mode", "refuse", "factor", 2)));
        refused("overage.factor", Map.of("overage", Map.of("mode", "up_to", "factor", 0.5)));
    }

    @Test
    void fiftyConcurrentTrialsIssueOne() throws Exception {
        PolicyId policy = market.policy(product);
        CustomerId customer = market.customer();
        Map<String, Object> trial = Map.of("type", "trial");
        List<Api.Answer> answers =
                atOnce(
                        50,
                        () -> market.issue(market.reseller, product, policy, customer, 1, trial));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allMatch(answer -> "quota_exceeded".equals(answer.code()));
        assertThat(market.issue(market.reseller, product, policy, customer, 2, trial).code())
                .isEqualTo("quota_exceeded");
        CustomerId another = market.customer();
        assertThat(market.issue(market.reseller, product, policy, another, 1, trial).status())
                .isEqualTo(201);
        assertThat(market.issue(market.reseller, product, policy, customer, 1).status())
                .as("what is sold is no trial")
                .isEqualTo(201);

        PolicyId free = market.policy(product, Map.of("trials", "unlimited"));
        assertThat(market.issue(market.reseller, product, free, customer, 3, trial).status())
                .isEqualTo(201);
    }

    @Test
    void deviceGetsOneTrialPerProductIfThePolicyLimitsIt() {
        PolicyId policy =
                market.policy(product, Map.of("trials", "once_per_fingerprint", "machinesMax", 5));
        Map<String, Object> trial = Map.of("type", "trial");
        List<JsonNode> two =
                market.issued(market.reseller, product, policy, market.customer(), 2, trial);

        assertThat(activate(two.get(0), "device").status()).isEqualTo(201);
        assertThat(activate(two.get(0), "device").status()).as("again").isEqualTo(200);
        Api.Answer second = activate(two.get(1), "device");
        assertThat(second.code()).as(second.text()).isEqualTo("quota_exceeded");
        assertThat(activate(two.get(1), "another device").status()).isEqualTo(201);
    }

    @Test
    void overageLetsMoreMachinesRun() {
        JsonNode license =
                issue(Map.of("machinesMax", 2, "overage", Map.of("mode", "up_to", "factor", 1.5)));
        for (String device : List.of("a", "b", "c")) {
            assertThat(activate(license, device).status()).as(device).isEqualTo(201);
        }
        assertThat(activate(license, "d").code()).isEqualTo("quota_exceeded");
        assertThat(verdict(license, Map.of("fingerprint", "c"))).isEqualTo("VALID");

        JsonNode any = issue(Map.of("machinesMax", 1, "overage", Map.of("mode", "unlimited")));
        for (String device : List.of("a", "b", "c")) {
            assertThat(activate(any, device).status()).as(device).isEqualTo(201);
        }
        assertThat(verdict(any, Map.of("fingerprint", "c"))).isEqualTo("VALID");
    }

    @Test
    void onlyAStrictPolicyNeedsAMachine() {
        JsonNode usual = issue(Map.of("machinesMax", 1));
        assertThat(verdict(usual, Map.of())).isEqualTo("VALID");
        assertThat(verdict(usual, Map.of("fingerprint", "a"))).isEqualTo("NO_MACHINE");

        JsonNode strict = issue(Map.of("machinesMax", 1, "strict", true));
        assertThat(verdict(strict, Map.of())).isEqualTo("NO_MACHINE");
        activate(strict, "a");
        eventually(() -> assertThat(verdict(strict, Map.of())).isEqualTo("VALID"));
    }

    @Test
    void componentsKnowADeviceThatChangedAPart() {
        JsonNode license = issue(Map.of("machinesMax", 1, "matching", "match_most"));
        Map<String, String> parts = Map.of("board", "b1", "disk", "d1", "network", "n1");
        Map<String, String> newDisk = Map.of("board", "b1", "disk", "d2", "network", "n1");
        Map<String, String> other = Map.of("board", "b2", "disk", "d2", "network", "n1");
        assertThat(activate(license, "old", parts).status()).isEqualTo(201);

        assertThat(verdict(license, Map.of("components", newDisk))).isEqualTo("VALID");
        assertThat(verdict(license, Map.of("components", other)))
                .isEqualTo("FINGERPRINT_SCOPE_MISMATCH");
        assertThat(activate(license, "new", newDisk).status()).as("the same one").isEqualTo(200);
        assertThat(activate(license, "new", other).code()).isEqualTo("quota_exceeded");
    }

    @Test
    void aKeyStaysValidForTheGraceOfItsPolicy() {
        JsonNode license = issue(subscription("PT1S", Map.of("grace", "PT3S")));
        assertThat(at(license, "validUntil")).isEqualTo(at(license, "expiresAt").plusSeconds(3));

        eventually(() -> assertThat(status(license)).isEqualTo("EXPIRED"));
        assertThat(verdict(license, Map.of())).isEqualTo("VALID");
        eventually(() -> assertThat(verdict(license, Map.of())).isEqualTo("EXPIRED"));
        assertThat(Instant.now()).isAfterOrEqualTo(at(license, "validUntil"));
    }

    @Test
    void aDurationBeginsWithTheFirstActivation() {
        JsonNode license =
                issue(
                        subscription(
                                "P1Y",
                                Map.of("expiresFrom", "first_activation", "machinesMax", 2)));
        assertThat(license.has("expiresAt")).isFalse();
        assertThat(verdict(license, Map.of())).isEqualTo("VALID");
        assertThat(now(license).has("expiresAt")).isFalse();

        activate(license, "a");
        Instant end = at(now(license), "expiresAt");
        assertThat(end).isAfter(Instant.now().plus(Duration.ofDays(364)));
        activate(license, "b");
        assertThat(at(now(license), "expiresAt")).isEqualTo(end);
    }

    @Test
    void aDurationBeginsWithTheFirstValidation() throws Exception {
        JsonNode license = issue(subscription("P1Y", Map.of("expiresFrom", "first_validation")));
        assertThat(license.has("expiresAt")).isFalse();
        assertThat(verdict(license, Map.of("productId", market.product().value())))
                .isEqualTo("PRODUCT_SCOPE_MISMATCH");
        assertThat(now(license).has("expiresAt")).as("not valid, not begun").isFalse();

        List<String> verdicts = atOnce(16, () -> verdict(license, Map.of()));
        assertThat(verdicts).containsOnly("VALID");
        Instant end = at(now(license), "expiresAt");
        assertThat(end).isAfter(Instant.now().plus(Duration.ofDays(364)));
        assertThat(verdict(license, Map.of())).isEqualTo("VALID");
        assertThat(at(now(license), "expiresAt")).isEqualTo(end);
    }

    @Test
    void isRenewedFromItsEndOrFromNowOn() {
        JsonNode license = issue(subscription("P1M", Map.of()));
        Instant end = at(license, "expiresAt");

        Instant later = at(renewed(license, "expiry"), "expiresAt");
        assertThat(later).isEqualTo(end.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
        Instant before = Instant.now();
        assertThat(at(renewed(license, "now"), "expiresAt"))
                .isBetween(
                        before.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant().minusMillis(1),
                        Instant.now().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
        assertThat(api.post(market.reseller, path(license) + "/renew?from=never", null).status())
                .isEqualTo(400);
    }

    @Test
    void changesToAnotherPolicyOfItsProduct() {
        PolicyId policy = market.policy(product, Map.of("type", "subscription", "duration", "P1M"));
        PolicyId bigger =
                market.policy(
                        product,
                        Map.of(
                                "type", "subscription",
                                "duration", "P1Y",
                                "machinesMax", 7,
                                "name", "Bigger"));
        PolicyId dearer =
                market.policy(product, Map.of("price", Map.of("amount", 10001, "currency", "EUR")));
        JsonNode license = issue(policy);

        JsonNode kept = changed(market.reseller, license, bigger, "keep").json();
        assertThat(kept.path("policyName").asString()).isEqualTo("Bigger");
        assertThat(kept.path("machinesMax").asInt()).isEqualTo(7);
        assertThat(kept.path("key")).isEqualTo(license.path("key"));
        assertThat(at(kept, "expiresAt")).isEqualTo(at(license, "expiresAt"));

        changed(market.reseller, license, policy, "keep");
        JsonNode reset = changed(market.reseller, license, bigger, "reset").json();
        assertThat(at(reset, "expiresAt")).isAfter(Instant.now().plus(Duration.ofDays(364)));
        assertThat(verdict(license, Map.of("policyId", bigger.value()))).isEqualTo("VALID");

        assertThat(changed(market.reseller, license, dearer, "keep").code()).isEqualTo("conflict");
        assertThat(changed(market.vendor, license, dearer, "keep").status()).isEqualTo(200);
    }

    @Test
    void refusesPolicyThatTheCallerMayNotSellOrSee() {
        PolicyId policy = market.policy(product);
        JsonNode license = issue(policy);
        ProductId elsewhere = market.product();
        Caller sibling = sibling();

        Api.Answer foreign = changed(sibling, license, market.policy(product), "keep");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text())
                .isEqualTo(
                        api.post(
                                        sibling,
                                        "/api/v1/licenses/lic_00000000000000000000000000/change-policy",
                                        Map.of("policyId", policy.value(), "expiry", "keep"))
                                .text());
        assertThat(changed(market.reseller, license, market.policy(elsewhere), "keep").status())
                .as("a policy of another product")
                .isEqualTo(404);
        PolicyId withdrawn = market.policy(product);
        Api.Answer patched =
                api.patch(
                        market.vendor,
                        "/api/v1/policies/" + withdrawn.value(),
                        Map.of("status", "withdrawn"));
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(changed(market.reseller, license, withdrawn, "keep").code())
                .isEqualTo("not_in_portfolio");
        assertThat(
                        changed(
                                        Callers.customer(
                                                new CustomerId(
                                                        license.path("customerId").asString()),
                                                market.reseller.path().toArray(PartnerId[]::new)),
                                        license,
                                        market.policy(product),
                                        "keep")
                                .code())
                .isEqualTo("forbidden");
    }

    @Test
    void transferredItReleasesItsMachines() {
        JsonNode license = issue(Map.of("machinesMax", 2, "strict", true));
        Api.Answer machine = activate(license, "a");
        activate(license, "b");

        Api.Answer moved =
                api.post(
                        market.reseller,
                        path(license) + "/transfer",
                        Map.of("customerId", market.customer().value()));

        assertThat(moved.json().path("machinesReleased").asInt()).isEqualTo(2);
        assertThat(moved.json().path("machinesCount").asInt()).isZero();
        assertThat(now(license).has("machinesReleased")).isFalse();
        eventually(() -> assertThat(verdict(license, Map.of())).isEqualTo("NO_MACHINE"));
        assertThat(
                        api.post(
                                        market.reseller,
                                        "/api/v1/machines/"
                                                + machine.json().path("id").asString()
                                                + "/ping",
                                        null)
                                .status())
                .isEqualTo(404);
    }

    @Test
    void publishesEachExpiryEventOnce() {
        JsonNode license = issue(subscription("PT2S", Map.of()));

        eventually(() -> assertThat(publishedAbout(LicenseExpired.class, license)).hasSize(1));
        assertThat(Instant.now()).isAfterOrEqualTo(at(license, "expiresAt"));
        assertThat(publishedAbout(LicenseExpiring.class, license)).hasSize(1);
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(publishedAbout(LicenseExpired.class, license)).hasSize(1));

        renewed(license, "now");
        eventually(() -> assertThat(publishedAbout(LicenseExpired.class, license)).hasSize(2));
        assertThat(publishedAbout(LicenseExpiring.class, license)).hasSize(2);
    }

    private List<? extends OfOneLicense> publishedAbout(
            Class<? extends OfOneLicense> event, JsonNode of) {
        return published.all(event).stream()
                .filter(one -> one.license().id().value().equals(of.path("id").asString()))
                .toList();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(threads.submit(call));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : calls) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private void refused(String field, Map<String, Object> more) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "productId", product.value(),
                                "name", "Wrong",
                                "type", "consumption"));
        body.putAll(more);
        Api.Answer answer = api.post(market.vendor, "/api/v1/policies", body);
        assertThat(answer.status()).as("%s: %s", more, answer.text()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                .as(answer.text())
                .containsExactly(field);
    }

    private static Map<String, Object> subscription(String duration, Map<String, Object> more) {
        Map<String, Object> policy =
                new HashMap<>(Map.of("type", "subscription", "duration", duration));
        policy.putAll(more);
        return policy;
    }

    private JsonNode issue(Map<String, Object> policy) {
        return issue(market.policy(product, policy));
    }

    private JsonNode issue(PolicyId policy) {
        return market.issued(market.reseller, product, policy, market.customer(), 1, Map.of())
                .getFirst();
    }

    private Api.Answer changed(Caller caller, JsonNode license, PolicyId policy, String expiry) {
        return api.post(
                caller,
                path(license) + "/change-policy",
                Map.of("policyId", policy.value(), "expiry", expiry));
    }

    private JsonNode renewed(JsonNode license, String from) {
        Api.Answer answer = api.post(market.reseller, path(license) + "/renew?from=" + from, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Api.Answer activate(JsonNode license, String fingerprint) {
        return activate(license, fingerprint, Map.of());
    }

    private Api.Answer activate(
            JsonNode license, String fingerprint, Map<String, String> components) {
        return api.post(
                market.reseller,
                path(license) + "/machines",
                Map.of("fingerprint", fingerprint, "components", components));
    }

    private String verdict(JsonNode license, Map<String, Object> scope) {
        return market.verdict(license.path("key").asString(), scope);
    }

    private String status(JsonNode license) {
        return now(license).path("status").asString();
    }

    private JsonNode now(JsonNode license) {
        return api.get(market.reseller, path(license)).json();
    }

    private static String path(JsonNode license) {
        return "/api/v1/licenses/" + license.path("id").asString();
    }

    private static Instant at(JsonNode license, String field) {
        return Instant.parse(license.path(field).asString());
    }

    private static OffsetDateTime utc(JsonNode license, String field) {
        return at(license, field).atOffset(ZoneOffset.UTC);
    }

    private Caller sibling() {
        PartnerId[] path = {market.vendorId, market.distributorId, PartnerId.next()};
        market.partner(PartnerType.RESELLER, 10, path);
        return Callers.partner(path);
    }
}
