package io.keyway.license.licenses;

import static io.keyway.license.Market.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseChanged;
import io.keyway.contracts.event.LicenseEvent.LicenseRevoked;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.LicensesIssued;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.test.Api;
import io.keyway.license.LicenseServiceTest;
import io.keyway.license.Market;
import io.keyway.license.Market.Markets;
import io.keyway.license.PublishedEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** License events say until when usage counts; the policy may let it count after the end. */
@LicenseServiceTest
class UsageAfterEndTest {

    private static final Duration GRACE = Duration.ofDays(7);

    private final Market market;
    private final Api api;
    private final PublishedEvents published;
    private final ProductId product;

    @Autowired
    UsageAfterEndTest(Markets markets, PublishedEvents published) {
        this.market = markets.open();
        this.api = market.api;
        this.published = published;
        this.product = market.product();
        market.grantToAll(product);
    }

    @Test
    void everyEventSaysUntilWhenUsageCounts() {
        JsonNode license = issue(policy(Map.of()));
        Instant end = at(license, "validUntil");
        assertThat(end).isEqualTo(at(license, "expiresAt").plus(GRACE));
        eventually(
                () -> assertThat(last(license, LicensesIssued.class).usageUntil()).isEqualTo(end));

        Instant before = now();
        act(license, "suspend");
        Instant suspended = usageUntil(license, LicenseChanged.class, 1);
        assertThat(suspended).isBetween(before, Instant.now());

        act(license, "reinstate");
        assertThat(usageUntil(license, LicenseChanged.class, 2)).isEqualTo(end);

        Instant later = at(act(license, "renew"), "validUntil");
        assertThat(later).isEqualTo(end.plus(Duration.ofDays(30)));
        assertThat(usageUntil(license, LicenseChanged.class, 3)).isEqualTo(later);

        before = now();
        act(license, "revoke");
        assertThat(usageUntil(license, LicenseRevoked.class, 1)).isBetween(before, Instant.now());
    }

    @Test
    void durationThatBeginsLaterAndAnotherPolicyMoveTheEndWithAnEvent() {
        JsonNode license =
                issue(policy(Map.of("expiresFrom", "first_activation", "machinesMax", 1)));
        eventually(() -> assertThat(last(license, LicensesIssued.class).usageUntil()).isNull());

        Map<String, String> machine = Map.of("fingerprint", "a");
        assertThat(api.post(market.reseller, path(license) + "/machines", machine).status())
                .isEqualTo(201);
        assertThat(usageUntil(license, LicenseChanged.class, 1))
                .isEqualTo(at(api.get(market.reseller, path(license)).json(), "validUntil"));

        Api.Answer changed =
                api.post(
                        market.vendor,
                        path(license) + "/change-policy",
                        Map.of("policyId", counting().value(), "expiry", "keep"));
        assertThat(changed.json().path("usageAfterEnd").asString())
                .as(changed.text())
                .isEqualTo("count");
        assertThat(usageUntil(license, LicenseChanged.class, 2)).isNull();
    }

    @Test
    void usageHasNoEndIfThePolicyLetsItGoOn() {
        JsonNode license = issue(counting());
        assertThat(license.path("usageAfterEnd").asString()).isEqualTo("count");

        eventually(() -> assertThat(last(license, LicensesIssued.class).usageUntil()).isNull());
        act(license, "suspend");
        assertThat(usageUntil(license, LicenseChanged.class, 1)).isNull();
        act(license, "revoke");
        assertThat(usageUntil(license, LicenseRevoked.class, 1)).isNull();
    }

    @Test
    void licenseKeepsItsTermsWhenThePolicyChanges() {
        PolicyId policy = policy(Map.of());
        JsonNode before = issue(policy);
        String path = "/api/v1/policies/" + policy;
        assertThat(api.get(market.vendor, path).json().path("usageAfterEnd").asString())
                .isEqualTo("reject");

        Api.Answer changed = api.patch(market.vendor, path, Map.of("usageAfterEnd", "count"));
        assertThat(changed.json().path("usageAfterEnd").asString())
                .as(changed.text())
                .isEqualTo("count");
        assertThat(api.get(market.vendor, path).json().path("usageAfterEnd").asString())
                .isEqualTo("count");
        assertThat(issue(policy).path("usageAfterEnd").asString()).isEqualTo("count");
        assertThat(api.get(market.reseller, path(before)).json().path("usageAfterEnd").asString())
                .isEqualTo("reject");
        for (Object wrong : List.of("COUNT", "allow", 1)) {
            assertThat(api.patch(market.vendor, path, Map.of("usageAfterEnd", wrong)).status())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
    }

    private Instant usageUntil(JsonNode license, Class<? extends LicenseEvent> event, int number) {
        eventually(() -> assertThat(states(license, event)).hasSize(number));
        return last(license, event).usageUntil();
    }

    private LicenseState last(JsonNode license, Class<? extends LicenseEvent> event) {
        List<LicenseState> states = states(license, event);
        assertThat(states).isNotEmpty();
        return states.getLast();
    }

    private List<LicenseState> states(JsonNode license, Class<? extends LicenseEvent> event) {
        return published.all(event).stream()
                .flatMap(one -> one.licenses().stream())
                .filter(state -> state.id().value().equals(license.path("id").asString()))
                .toList();
    }

    private PolicyId counting() {
        return policy(Map.of("usageAfterEnd", "count"));
    }

    private PolicyId policy(Map<String, Object> more) {
        Map<String, Object> terms =
                new HashMap<>(
                        Map.of(
                                "type", "subscription",
                                "duration", "P30D",
                                "grace", GRACE.toString()));
        terms.putAll(more);
        return market.policy(product, terms);
    }

    private JsonNode issue(PolicyId policy) {
        return market.issued(market.reseller, product, policy, market.customer(), 1, Map.of())
                .getFirst();
    }

    private JsonNode act(JsonNode license, String action) {
        Api.Answer answer = api.post(market.reseller, path(license) + "/" + action, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String path(JsonNode license) {
        return "/api/v1/licenses/" + license.path("id").asString();
    }

    private static Instant at(JsonNode license, String field) {
        return Instant.parse(license.path(field).asString());
    }

    /** Instants are stored with milliseconds. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
