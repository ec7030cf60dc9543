package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity.Verdict;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.partner.Network.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

@KeywayTest
@ActiveProfiles("test")
@SmallLimits
class ApiKeysTest {

    private static final String KEYS = "/api/v1/api-keys";

    @Autowired private Environment environment;
    private Network network;
    private Member vendor;
    private Caller owner;

    @BeforeEach
    void connect() {
        network = new Network(environment);
        vendor = network.create(Callers.operator(), "vendor");
        owner = network.signedIn(vendor);
    }

    @Test
    void aKeyIsShownOnceAndHasOnlyItsPermissions() {
        Answer made = make(owner, "ci", "issue_licenses", "read_usage");
        assertThat(made.status()).isEqualTo(201);
        String key = made.json().path("key").asString();
        assertThat(key).startsWith("kw_key_");
        Caller machine = network.allowed(key);
        assertThat(machine.permissions())
                .containsExactlyInAnyOrder(Permission.ISSUE_LICENSES, Permission.READ_USAGE);
        assertThat(machine.actor()).isEqualTo(owner.actor());
        Answer listed = network.api.get(owner, KEYS);
        assertThat(listed.json().path("items").size()).isEqualTo(1);
        assertThat(listed.json().path("items").path(0).path("name").asString()).isEqualTo("ci");
        assertThat(listed.json().path("items").path(0).path("id").asString())
                .isEqualTo(made.json().path("id").asString());
        assertThat(listed.text()).doesNotContain("kw_key", "\"key\"");
    }

    @Test
    void aDeletedKeyIsRefused() {
        Answer made = make(owner, "ci");
        assertThat(delete(owner, made).status()).isEqualTo(204);
        assertThat(network.judge(made.json().path("key").asString()))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(delete(owner, made).status()).isEqualTo(404);
        assertThat(network.api.get(owner, KEYS).json().path("items").size()).isZero();
    }

    @Test
    void aKeyExpires() {
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        Answer made = make(owner, Map.of("name", "x", "permissions", List.of(), "expiresAt", soon));
        assertThat(made.status()).isEqualTo(201);
        assertThat(Instant.parse(made.json().path("expiresAt").asString()))
                .isCloseTo(soon, within());
        assertThat(network.judge(made.json().path("key").asString()))
                .isInstanceOf(Verdict.Allowed.class);
        Answer past =
                make(
                        owner,
                        Map.of(
                                "name",
                                "x",
                                "permissions",
                                List.of(),
                                "expiresAt",
                                Instant.now().minusSeconds(1)));
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.text()).contains("expiresAt");
    }

    @Test
    void givesNoPermissionThatTheCallerLacks() {
        Member reseller = network.create(vendor.caller(), "reseller");
        Caller seller = network.signedIn(reseller);
        Answer refused = make(seller, "x", "issue_licenses", "create_orders");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("permissions");
        assertThat(make(seller, "x", "issue_licenses").status()).isEqualTo(201);
    }

    @Test
    void aKeyCannotCreateKeys() {
        Caller machine = network.allowed(make(owner, "ci").json().path("key").asString());
        assertThat(make(machine, "child").status()).isEqualTo(403);
        assertThat(make(vendor.caller(), "no credential").status()).isEqualTo(401);
    }

    @Test
    void aKeyOfAnotherAccountIsNotFound() {
        Answer made = make(owner, "ci");
        Caller reseller = network.signedIn(network.create(vendor.caller(), "reseller"));
        Caller stranger = network.signedIn(network.create(Callers.operator(), "vendor"));
        for (Caller foreign : List.of(reseller, stranger, Callers.operator(), vendor.caller())) {
            Answer missing = network.api.delete(foreign, KEYS + "/" + CredentialId.next());
            Answer refused = delete(foreign, made);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text()).isEqualTo(missing.text());
            assertThat(network.api.get(foreign, KEYS).json().path("items").size()).isZero();
        }
        assertThat(network.api.delete(owner, KEYS + "/" + owner.credentialId()).status())
                .as("a session's token is no key")
                .isEqualTo(404);
        assertThat(network.judge(made.json().path("key").asString()))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void aKeyStaysValidWhenThePasswordChanges() {
        String key = make(owner, "ci").json().path("key").asString();
        Answer changed =
                network.api.put(
                        owner,
                        "/api/v1/me/password",
                        Map.of(
                                "currentPassword",
                                Network.NEXT_PASSWORD,
                                "newPassword",
                                "one more horse"));
        assertThat(changed.status()).isEqualTo(204);
        assertThat(network.judge(key)).isInstanceOf(Verdict.Allowed.class);
        assertThat(make(owner, "of an ended session").status()).isEqualTo(401);
    }

    @Test
    void concurrentRequestsCannotExceedTheKeyLimit() throws Exception {
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "key " + i;
            requests.add(() -> make(owner, name));
        }
        try (ExecutorService at = Executors.newFixedThreadPool(12)) {
            at.invokeAll(requests);
        }
        for (int i = 0; i < 3; i++) {
            make(owner, "one by one");
        }
        assertThat(network.api.get(owner, KEYS).json().path("items").size()).isEqualTo(3);
        Answer refused = make(owner, "one more");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("quota_exceeded");
    }

    @Test
    void theGatewayRecordsWhenAKeyWasUsed() {
        Answer made = make(owner, "ci");
        String id = made.json().path("id").asString();
        Instant at = Instant.now().minusSeconds(600);
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        assertThat(used(Caller.gateway(), id, at).status()).isEqualTo(204);
        assertThat(lastUsed()).isEqualTo(minute);
        assertThat(used(Caller.gateway(), id, at.minusSeconds(3600)).status()).isEqualTo(204);
        assertThat(lastUsed()).as("came late").isEqualTo(minute);
        assertThat(used(Caller.gateway(), id, Instant.now().plusSeconds(86_400)).status())
                .isEqualTo(204);
        assertThat(lastUsed()).as("never in the future").isBeforeOrEqualTo(Instant.now());
        assertThat(used(Caller.gateway(), CredentialId.next().value(), at).status())
                .as("a deleted key")
                .isEqualTo(204);
        for (Caller other : List.of(owner, Callers.operator(), Caller.anonymous())) {
            assertThat(used(other, id, at).status()).isEqualTo(404);
        }
        assertThat(
                        network.api
                                .post(
                                        Caller.gateway(),
                                        "/internal/credentials/used",
                                        Map.of("items", List.of(Map.of("credentialId", "x"))))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void aCustomerHasKeysToo() {
        String email = Network.letters() + "@example.com";
        network.createCustomer(vendor.caller(), email);
        Caller customer = network.signedIn(email);
        Answer made = make(customer, "backup");
        assertThat(made.status()).isEqualTo(201);
        assertThat(network.api.get(customer, KEYS).json().path("items").size()).isEqualTo(1);
        assertThat(network.api.get(owner, KEYS).json().path("items").size()).isZero();
        assertThat(delete(customer, made).status()).isEqualTo(204);
    }

    private Instant lastUsed() {
        return Instant.parse(
                network.api
                        .get(owner, KEYS)
                        .json()
                        .path("items")
                        .path(0)
                        .path("lastUsedAt")
                        .asString());
    }

    private Answer used(Caller caller, String id, Instant at) {
        return network.api.post(
                caller,
                "/internal/credentials/used",
                Map.of("items", List.of(Map.of("credentialId", id, "at", at))));
    }

    private Answer make(Caller caller, String name, String... permissions) {
        return make(caller, Map.of("name", name, "permissions", List.of(permissions)));
    }

    private Answer make(Caller caller, Map<String, Object> body) {
        return network.api.post(caller, KEYS, new HashMap<>(body));
    }

    private Answer delete(Caller caller, Answer made) {
        return network.api.delete(caller, KEYS + "/" + made.json().path("id").asString());
    }

    private static org.assertj.core.data.TemporalUnitOffset within() {
        return new org.assertj.core.data.TemporalUnitWithinOffset(1, ChronoUnit.SECONDS);
    }
}
