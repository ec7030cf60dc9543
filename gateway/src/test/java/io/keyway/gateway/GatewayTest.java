package io.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AccountEvent.AccountChanged;
import io.keyway.contracts.event.AccountEvent.AccountCreated;
import io.keyway.contracts.event.AccountEvent.AccountState;
import io.keyway.contracts.event.CredentialEvent.CredentialKind;
import io.keyway.contracts.event.CredentialEvent.CredentialRevoked;
import io.keyway.contracts.event.CredentialEvent.CredentialState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerActivated;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.contracts.id.PartnerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GatewayTest {

    private static final Upstream UPSTREAM = new Upstream();
    private static final EmbeddedKafkaKraftBroker BROKER =
            new EmbeddedKafkaKraftBroker(1, 2, "partners", "accounts", "credentials", "customers");
    private static final Caller.Origin HERE = new Caller.Origin("127.0.0.1", null);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static {
        BROKER.afterPropertiesSet();
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("KEYWAY_SCOPE_MASTER_KEY", Upstream::masterKey);
        registry.add("KAFKA_BROKERS", BROKER::getBrokersAsString);
        registry.add("management.server.port", () -> 0);
        registry.add("keyway.gateway.view.steady-after", () -> "0s");
        registry.add("keyway.gateway.limits.per-address", () -> "200");
        registry.add("keyway.gateway.keys-used.tell-every", () -> "100ms");
        for (String service : List.of("PARTNER", "ORDER", "LICENSE")) {
            registry.add(service + "_SERVICE_URL", UPSTREAM::url);
        }
        registry.add("USAGE_SERVICE_URL", () -> "http://localhost:1"); // Nothing listens there.
    }

    @LocalServerPort private int port;

    @Autowired
    @Qualifier("accessView")
    private HealthIndicator accessView;

    private final PartnerId vendor = PartnerId.next();
    private final PartnerId reseller = PartnerId.next();
    private final AccountId account = AccountId.next();
    private final CredentialToken token =
            CredentialToken.generate(CredentialToken.Kind.AT, CredentialId.next());

    @BeforeEach
    void signIn() {
        UPSTREAM.seen.clear();
        publish(new PartnerCreated(partner(PartnerStatus.ACTIVE, vendor)));
        publish(new PartnerCreated(partner(PartnerStatus.ACTIVE, vendor, reseller)));
        UPSTREAM.identities.put(token.id(), identityOf(token));
        await().untilAsserted(
                        () ->
                                assertThat(get("/api/v1/me", token.text()).statusCode())
                                        .isEqualTo(200));
        UPSTREAM.seen.clear();
    }

    @Test
    void passesTheVerifiedCallerAndNoClaimedIdentityHeader() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/licenses?q=a%20b&limit=2"))
                                .header("Authorization", "Bearer " + token.text())
                                .header("Keyway-Scope", "forged")
                                .header("X-Partner-Id", vendor.value())
                                .header("X-User-Id", "root")
                                .header("X-Internal-Role", "operator")
                                .header("X-Forwarded-For", "1.2.3.4")
                                .header("Forwarded", "for=1.2.3.4")
                                .header("X-Http-Method-Override", "DELETE")
                                .header("Cookie", "a=b")
                                .header("Idempotency-Key", "k")
                                .GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).contains("\"7\"");
        Upstream.Seen seen = UPSTREAM.seen.getFirst();
        assertThat(seen.uri()).isEqualTo("/api/v1/licenses?q=a%20b&limit=2");
        assertThat(seen.method()).isEqualTo("GET");
        assertThat(seen.caller("license-service"))
                .contains(
                        new Caller(
                                account,
                                token.id(),
                                Role.PARTNER,
                                reseller,
                                null,
                                List.of(vendor, reseller),
                                Permission.ofReseller(),
                                HERE));
        assertThat(seen.caller("order-service")).isEmpty();
        assertThat(seen.headers().keySet())
                .allMatch(
                        name ->
                                Set.of(
                                                "keyway-scope",
                                                "keyway-deadline",
                                                "idempotency-key",
                                                "host",
                                                "user-agent",
                                                "accept",
                                                "content-length",
                                                "connection",
                                                "accept-encoding")
                                        .contains(name.toLowerCase(java.util.Locale.ROOT)),
                        "known header: " + seen.headers().keySet());
        assertThat(seen.headers().get("Keyway-scope")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "action=see, partner-service",
        "action=issue, license-service",
        "action=order&quantity=2, order-service",
        "action=issue&resource=ord_01hv7z8k3m9q2r4s6t8v0w1x2a, license-service",
        "action=see&resource=ord_01hv7z8k3m9q2r4s6t8v0w1x2a, order-service",
        "action=revoke&resource=lic_01hv7z8k3m9q2r4s6t8v0w1x2a, license-service"
    })
    void aQuestionGoesToTheServiceThatDecidesAndIsSignedForIt(String question, String service) {
        // Again if the view was not current: partner-service, which is then asked, does not know
        // the account.
        await().untilAsserted(
                        () ->
                                assertThat(
                                                get(
                                                                "/api/v1/access-check?" + question,
                                                                token.text())
                                                        .statusCode())
                                        .isEqualTo(200));
        Upstream.Seen seen = UPSTREAM.seen.getFirst();
        assertThat(seen.uri()).startsWith("/api/v1/access-check?").contains(question.split("&"));
        for (String each : List.of("partner-service", "order-service", "license-service")) {
            assertThat(seen.caller(each).isPresent()).as(each).isEqualTo(each.equals(service));
        }
    }

    @Test
    void passesTheBodyOn() throws Exception {
        String body = "{\"key\":\"ü\"}";
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/licenses/validate"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(UPSTREAM.seen.getFirst().body()).isEqualTo(body);
        assertThat(UPSTREAM.seen.getFirst().caller("license-service"))
                .contains(Caller.anonymous().from(HERE));
    }

    /** The headers that are passed on are the same for all services. */
    @Test
    void passesTheAttributesOfAnEventInBinaryModeAndNoOtherUnknownHeader() throws Exception {
        Map<String, String> attributes =
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "a",
                        "ce-source", "/meter",
                        "ce-type", "api.call",
                        "ce-subject", "lic_01hv7z8k3m9q2r4s6t8v0w1x2a",
                        "ce-time", "2026-03-01T12:00:00Z",
                        "ce-dataschema", "/schema");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/api/v1/licenses/validate"))
                        .header("Content-Type", "application/json")
                        .header("ce-partner", vendor.value())
                        .header("ced-id", "b")
                        .header("X-Whatever", "c")
                        .POST(BodyPublishers.ofString("{\"n\": 1}"));
        attributes.forEach(request::header);

        assertThat(send(request).statusCode()).isEqualTo(200);

        Map<String, String> passed = new HashMap<>();
        UPSTREAM.seen
                .getFirst()
                .headers()
                .forEach(
                        (name, values) ->
                                passed.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        assertThat(passed)
                .containsAllEntriesOf(attributes)
                .doesNotContainKeys("ce-partner", "ced-id", "x-whatever");
        assertThat(UPSTREAM.seen.getFirst().body()).isEqualTo("{\"n\": 1}");
    }

    @Test
    void publicKeysNeedNoCredential() throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri("/.well-known/keyway-keys")).GET()).statusCode())
                .isEqualTo(200);
        assertThat(UPSTREAM.seen.getFirst().caller("license-service"))
                .contains(Caller.anonymous().from(HERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic YWRtaW46YWRtaW4="})
    void requiresACredential(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1/licenses"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = send(request.GET());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"unauthenticated\"");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void aTokenWithAWrongSecretOrAnUnknownIdIsRefused() {
        assertThat(
                        get(
                                        "/api/v1/me",
                                        CredentialToken.generate(
                                                        CredentialToken.Kind.AT, token.id())
                                                .text())
                                .statusCode())
                .isEqualTo(401);
        assertThat(
                        get(
                                        "/api/v1/me",
                                        CredentialToken.generate(
                                                        CredentialToken.Kind.AT,
                                                        CredentialId.next())
                                                .text())
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void asksPartnerServiceAboutUnknownCredentials() {
        CredentialToken fresh =
                CredentialToken.generate(CredentialToken.Kind.AT, CredentialId.next());
        UPSTREAM.identities.put(fresh.id(), identityOf(fresh));
        assertThat(get("/api/v1/me", fresh.text()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsKnownIsNotAskedForAgain() {
        UPSTREAM.identities.remove(token.id());
        for (int i = 0; i < 3; i++) {
            assertThat(get("/api/v1/me", token.text()).statusCode()).isEqualTo(200);
        }
    }

    /** Otherwise the view of a busy installation would never be current. */
    @Test
    void theViewIsCurrentWhileTheTopicsGrow() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            Instant until = Instant.now().plusSeconds(4);
            int asked = 0;
            int fresh = 0;
            while (Instant.now().isBefore(until)) {
                for (int i = 0; i < 100; i++) {
                    producer.send(record(new AccountCreated(stranger())));
                }
                producer.flush();
                asked++;
                fresh += Boolean.TRUE.equals(accessView.health().getDetails().get("fresh")) ? 1 : 0;
            }
            assertThat(fresh).as("of %d times", asked).isGreaterThan(asked * 9 / 10);
        }
    }

    @Test
    void deactivatingAPartnerAboveRefusesTheTokenWithinASecondAndActivatingRestoresIt() {
        publish(new PartnerDeactivated(partner(PartnerStatus.INACTIVE, vendor)));
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () ->
                                assertThat(get("/api/v1/licenses", token.text()).statusCode())
                                        .isEqualTo(401));
        publish(new PartnerActivated(partner(PartnerStatus.ACTIVE, vendor)));
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () ->
                                assertThat(get("/api/v1/licenses", token.text()).statusCode())
                                        .isEqualTo(200));
    }

    @Test
    void anAnswerSaysHowManyCallsAreLeft() {
        HttpResponse<String> answer = get("/api/v1/me", token.text());
        assertThat(answer.headers().firstValue("RateLimit-Policy"))
                .contains("\"credential\";q=1000;w=1, \"partner\";q=2000;w=1");
        assertThat(answer.headers().firstValue("RateLimit").orElse(""))
                .matches("\"credential\";r=\\d+;t=1, \"partner\";r=\\d+;t=1");
    }

    /** Whoever guesses is refused; who is known at the same address is not. */
    @Test
    void callsBeyondThoseOfAnAddressAreRefusedAndSaySo() throws Exception {
        CredentialToken guess =
                CredentialToken.generate(CredentialToken.Kind.AT, CredentialId.next());
        HttpResponse<String> answer = get("/api/v1/me", guess.text());
        for (int i = 0; i < 20_000 && answer.statusCode() != 429; i++) {
            answer = get("/api/v1/me", guess.text());
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("RateLimit")).contains("\"address\";r=0;t=1");
        assertThat(answer.body()).contains("\"too_many_requests\"");
        assertThat(get("/api/v1/me", token.text()).statusCode()).isEqualTo(200);
        await().until(() -> get("/api/v1/me", guess.text()).statusCode() == 401);
    }

    @Test
    void unreachableServiceIsUnavailable() {
        HttpResponse<String> answer = get("/api/v1/meters", token.text());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).contains("\"unavailable\"");
    }

    @Test
    void aRevokedTokenIsRefused() {
        UPSTREAM.identities.remove(token.id());
        publish(new CredentialRevoked(identityOf(token).credential()));
        await().untilAsserted(
                        () ->
                                assertThat(get("/api/v1/licenses", token.text()).statusCode())
                                        .isEqualTo(401));
    }

    @Test
    void anAccountThatMustChangeItsPasswordCanDoNothingElse() {
        Identity before = identityOf(token);
        UPSTREAM.identities.put(
                token.id(),
                new Identity(before.credential(), account(true), null, before.partners()));
        publish(new AccountChanged(account(true)));
        await().untilAsserted(
                        () ->
                                assertThat(get("/api/v1/licenses", token.text()).body())
                                        .contains("password_change_required"));
        assertThat(get("/api/v1/licenses", token.text()).statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/me", token.text()).statusCode()).isEqualTo(200);
    }

    @Test
    void aPermissionThatIsMissingIsRefusedHere() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/orders"))
                                .header("Authorization", "Bearer " + token.text())
                                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"forbidden\"");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/v1/licenses/",
                "/api/v1//licenses",
                "//api/v1/licenses",
                "/api/v1/me/../licenses",
                "/api/v1/./licenses",
                "/api/v1/%6cicenses",
                "/api/v1/licenses%2f1",
                "/api/v1/licenses/%2e%2e/me",
                "/api/v1/licenses;a=b",
                "/api/v1/..;/me",
                "/API/v1/licenses",
                "/internal/identities/crd_01hv7z8k3m9q2r4s6t8v0w1x2a",
                "/api/v1/../../internal/openapi",
                "/actuator/health",
                "/api/v1/licenses/%7B%22$gt%22:%22%22%7D",
                "/.well-known/../internal/openapi",
                "/api/v1/tokens/..%2f..%2finternal/openapi",
                "/api\\v1\\licenses",
                "/api/v1/licenses%00"
            })
    void noTrickReachesAService(String path) throws IOException {
        String status = raw("GET " + path + " HTTP/1.1");
        assertThat(status).as(path).containsAnyOf(" 404", " 400");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void knownPathListsItsMethodsForOtherMethods() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri("/api/v1/licenses")).DELETE());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(raw("TRACE /api/v1/licenses HTTP/1.1")).containsAnyOf(" 405", " 501");
    }

    @Test
    void aLongBodyIsRefusedWithOrWithoutItsLength() throws Exception {
        String large = "x".repeat(2_000_000);
        for (HttpRequest.BodyPublisher body :
                List.of(
                        BodyPublishers.ofString(large),
                        BodyPublishers.ofInputStream(
                                () ->
                                        new java.io.ByteArrayInputStream(
                                                large.getBytes(StandardCharsets.UTF_8))))) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(uri("/api/v1/licenses/validate")).POST(body));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("body_too_large");
        }
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void aBatchMayBeLargerThanOtherBodiesUpToItsLimit() throws Exception {
        for (int bytes : List.of(2_000_000, 5_000_000)) {
            String large = "x".repeat(bytes);
            for (HttpRequest.BodyPublisher body :
                    List.of(
                            BodyPublishers.ofString(large),
                            BodyPublishers.ofInputStream(
                                    () ->
                                            new java.io.ByteArrayInputStream(
                                                    large.getBytes(StandardCharsets.UTF_8))))) {
                HttpResponse<String> answer =
                        send(
                                HttpRequest.newBuilder(uri("/api/v1/license-batches?kind=issue"))
                                        .header("Authorization", "Bearer " + token.text())
                                        .header("Content-Type", "text/csv")
                                        .POST(body));
                assertThat(answer.statusCode())
                        .as(answer.body())
                        .isEqualTo(bytes < 4_000_000 ? 200 : 413);
            }
        }
        assertThat(UPSTREAM.seen)
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.body()).hasSize(2_000_000));
    }

    @Test
    void aBrowserIsGivenACookieThatNoScriptReadsAndNoTokenInTheBody() throws Exception {
        UPSTREAM.session = token.text();
        HttpResponse<String> answer = signInFrom("http://localhost:" + port);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-keyway=" + token.text() + "; Path=/; Max-Age=43200;")
                .endsWith("; Secure; HttpOnly; SameSite=Strict")
                .doesNotContain("Domain");
        assertThat(answer.headers().firstValue("Keyway-Session")).isEmpty();
        assertThat(answer.headers().firstValue("Keyway-CSRF")).isPresent();
        assertThat(answer.body()).doesNotContain(token.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost:1",
                "http://evil.localhost",
                "null"
            })
    void foreignPageCannotSignIn(String origin) throws Exception {
        assertThat(signInFrom(origin).body()).contains("csrf_failed");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void theCookieAllowsReadingAndWithTheCsrfTokenChanging() throws Exception {
        UPSTREAM.session = token.text();
        String own = "http://localhost:" + port;
        String csrf = signInFrom(own).headers().firstValue("Keyway-CSRF").orElseThrow();
        assertThat(withCookie("GET", "/api/v1/me", null, null).statusCode()).isEqualTo(200);
        assertThat(
                        withCookie("GET", "/api/v1/session", null, null)
                                .headers()
                                .firstValue("Keyway-CSRF"))
                .contains(csrf);
        assertThat(withCookie("POST", "/api/v1/licenses", own, csrf).statusCode()).isEqualTo(200);
        UPSTREAM.seen.clear();
        for (HttpResponse<String> answer :
                List.of(
                        withCookie("POST", "/api/v1/licenses", own, null),
                        withCookie("POST", "/api/v1/licenses", own, csrf.substring(1)),
                        withCookie("POST", "/api/v1/licenses", null, csrf),
                        withCookie("POST", "/api/v1/licenses", "https://evil.example", csrf))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("csrf_failed");
        }
        assertThat(UPSTREAM.seen).isEmpty();
        assertThat(
                        withCookie("DELETE", "/api/v1/session", own, csrf)
                                .headers()
                                .allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("__Host-keyway=; Path=/; Max-Age=0");
    }

    @Test
    void anAuthorizationHeaderDisablesTheCookie() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/me"))
                                .header("Authorization", "Basic YWRtaW46YWRtaW4=")
                                .header("Cookie", "__Host-keyway=" + token.text())
                                .GET());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void passesTheLoginDomainToTheService() throws Exception {
        assertThat(raw("GET /api/v1/me HTTP/1.1", "acme.partner.localhost")).contains(" 200");
        assertThat(
                        UPSTREAM.seen
                                .getFirst()
                                .caller("partner-service")
                                .orElseThrow()
                                .origin()
                                .loginDomain())
                .isEqualTo("acme");
        UPSTREAM.seen.clear();
        assertThat(raw("GET /api/v1/me HTTP/1.1", "ACME.partner.localhost.")).contains(" 404");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void reportsUsedApiKeys() {
        CredentialToken key =
                CredentialToken.generate(CredentialToken.Kind.KEY, CredentialId.next());
        Identity identity = identityOf(key);
        UPSTREAM.identities.put(
                key.id(),
                new Identity(
                        new CredentialState(
                                key.id(),
                                CredentialKind.API_KEY,
                                account,
                                key.hash(),
                                null,
                                Instant.now(),
                                null),
                        identity.account(),
                        null,
                        identity.partners()));
        await().untilAsserted(
                        () ->
                                assertThat(get("/api/v1/me", key.text()).statusCode())
                                        .isEqualTo(200));
        await().untilAsserted(
                        () ->
                                assertThat(UPSTREAM.seen)
                                        .anyMatch(
                                                seen ->
                                                        seen.uri()
                                                                        .equals(
                                                                                "/internal/credentials/used")
                                                                && seen.body()
                                                                        .contains(
                                                                                key.id().value())));
    }

    @Test
    void pagesAllowOnlyScriptsFromTheirOwnOrigin() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(uri("/partners/resellers")).GET());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<!doctype html>");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';", "frame-ancestors 'none'", "connect-src 'self'");
        assertThat(send(HttpRequest.newBuilder(uri("/assets/none.js")).GET()).statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> signInFrom(String origin) throws Exception {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/session"))
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString("{}")));
    }

    private HttpResponse<String> withCookie(
            String method, String path, @Nullable String origin, @Nullable String csrf)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Cookie", "__Host-keyway=" + token.text())
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString("{}")
                                        : BodyPublishers.noBody());
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (csrf != null) {
            request.header("Keyway-CSRF", csrf);
        }
        return send(request);
    }

    private HttpResponse<String> get(String path, String bearer) {
        try {
            return send(
                    HttpRequest.newBuilder(uri(path))
                            .header("Authorization", "Bearer " + bearer)
                            .GET());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends the request line as it is: client libraries would normalise it. */
    private String raw(String requestLine) throws IOException {
        return raw(requestLine, "localhost");
    }

    private String raw(String requestLine, String host) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(
                            (requestLine
                                            + "\r\nHost: "
                                            + host
                                            + "\r\nAuthorization: Bearer "
                                            + token.text()
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static PartnerState partner(PartnerStatus status, PartnerId... path) {
        PartnerType type = path.length == 1 ? PartnerType.VENDOR : PartnerType.RESELLER;
        return new PartnerState(
                path[path.length - 1],
                type,
                PartnerModel.OWN_PLANS,
                List.of(path),
                "n",
                status,
                true,
                Permission.ofVendor(),
                "EUR",
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                null);
    }

    private Identity identityOf(CredentialToken fresh) {
        return new Identity(
                new CredentialState(
                        fresh.id(),
                        CredentialKind.ACCESS,
                        account,
                        fresh.hash(),
                        null,
                        Instant.now(),
                        Instant.now().plusSeconds(60)),
                account(false),
                null,
                List.of(
                        partner(PartnerStatus.ACTIVE, vendor),
                        partner(PartnerStatus.ACTIVE, vendor, reseller)));
    }

    private AccountState account(boolean mustChangePassword) {
        return new AccountState(
                account,
                Role.PARTNER,
                reseller,
                null,
                true,
                Permission.ofReseller(),
                mustChangePassword,
                Instant.EPOCH);
    }

    private static AccountState stranger() {
        return new AccountState(
                AccountId.next(), Role.OPERATOR, null, null, true, Set.of(), false, Instant.EPOCH);
    }

    private static void publish(DomainEvent event) {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(record(event)).get();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.getBrokersAsString()),
                new StringSerializer(),
                new StringSerializer());
    }

    private static ProducerRecord<String, String> record(DomainEvent event) {
        return new ProducerRecord<>(
                event.topic().topicName(),
                event.key(),
                ContractJson.mapper().writerFor(DomainEvent.class).writeValueAsString(event));
    }
}
