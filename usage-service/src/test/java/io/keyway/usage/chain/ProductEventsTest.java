package io.keyway.usage.chain;

import static io.keyway.usage.Branch.answers;
import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Products report usage with the key of their license. */
@KeywayTest
class ProductEventsTest {

    private static final String PATH = "/api/v1/events";

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
    void whatAProductReportsIsCountedForItsLicense() {
        Api.Answer answer =
                send(
                        branch.license,
                        withoutSubject("a"),
                        event("b", branch.license, 1),
                        withoutSubject("a"));

        assertThat(answers(answer.json()))
                .containsExactly("a accepted", "b accepted", "a duplicate");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                api.get(
                                                                branch.asReseller,
                                                                "/api/v1/usage?meter=calls&licenseId="
                                                                        + branch.license)
                                                        .json()
                                                        .at("/items/0/quantity")
                                                        .asString())
                                        .isEqualTo("2"));
    }

    /** Of the same customer or of another: they are as good as missing. */
    @Test
    void otherLicensesAreNotFound() {
        LicenseId sibling = LicenseId.next();
        publish(branch.license(sibling, branch.customer, branch.vendor, branch.reseller));
        LicenseId foreign = new Branch().published().license;

        Api.Answer answer =
                send(
                        branch.license,
                        event("a", sibling, 1),
                        event("a", foreign, 1),
                        event("a", LicenseId.next(), 1));

        assertThat(answers(answer.json())).containsOnly("a rejected license_not_found");
    }

    @Test
    void anUnknownKeyIsNoCredential() {
        Api.Answer answer = sendWith("KEY-unknown", withoutSubject("a"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(sendWith("", withoutSubject("a")).status()).isEqualTo(401);
    }

    @Test
    void withoutAKeyNobodyReports() {
        assertThat(api.post(Caller.anonymous(), PATH, withoutSubject("a")).code())
                .isEqualTo("forbidden");
    }

    /** The header is nobody else's: an account stays what it is. */
    @Test
    void aKeyGivesAnAccountNothing() {
        Api.Answer answer =
                api.post(
                        new Branch().published().asVendor,
                        PATH,
                        event("a", branch.license, 1),
                        Map.of(LicenseKey.HEADER, Branch.key(branch.license)));

        assertThat(answers(answer.json())).containsExactly("a rejected license_not_found");
    }

    @Test
    void usageAfterTheEndOfTheLicenseDoesNotCount() {
        Instant end = Instant.now().minusSeconds(3600);
        publish(branch.license(LicenseCondition.SUSPENDED, end));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(
                                                answers(
                                                        send(
                                                                        branch.license,
                                                                        event(
                                                                                "before",
                                                                                branch.license,
                                                                                end.minusSeconds(1),
                                                                                1),
                                                                        withoutSubject("after"))
                                                                .json()))
                                        .last()
                                        .isEqualTo("after rejected license_not_active"));
    }

    @Test
    void aLicenseReportsNoMoreThanItsShare() {
        assertThat(send(branch.license, many(600)).status()).isEqualTo(202);
        assertThat(send(branch.license, many(400)).status()).isEqualTo(202);

        Api.Answer tooMuch = send(branch.license, withoutSubject("x"));

        assertThat(tooMuch.status()).isEqualTo(429);
        assertThat(tooMuch.code()).isEqualTo("too_many_requests");
        assertThat(tooMuch.response().headers().firstValue("Retry-After")).isPresent();
        LicenseId other = LicenseId.next();
        publish(branch.license(other, branch.customer, branch.vendor, branch.reseller));
        assertThat(send(other, withoutSubject("x")).status()).isEqualTo(202);
        assertThat(api.post(branch.asVendor, PATH, List.of((Object[]) many(1000))).status())
                .as("an account has no such limit")
                .isEqualTo(202);
    }

    private Map<?, ?>[] many(int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> event("many-" + i, branch.license, 1))
                .toArray(Map[]::new);
    }

    private static Map<String, Object> withoutSubject(String id) {
        Map<String, Object> event = new HashMap<>(event(id, LicenseId.next(), 1));
        event.remove("subject");
        return event;
    }

    private Api.Answer send(LicenseId license, Map<?, ?>... events) {
        return sendWith(Branch.key(license), events);
    }

    private Api.Answer sendWith(String key, Map<?, ?>... events) {
        return api.post(Caller.anonymous(), PATH, List.of(events), Map.of(LicenseKey.HEADER, key));
    }
}
