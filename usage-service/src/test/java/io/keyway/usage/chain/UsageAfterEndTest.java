package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import io.keyway.usage.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Usage of a license that has ended is judged by the time at which it happened. */
@KeywayTest
class UsageAfterEndTest {

    @Autowired private Environment environment;
    @Autowired private Network network;
    private Api api;
    private final Branch branch = new Branch().published();

    @BeforeEach
    void aMeter() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
    }

    @Test
    void usageBeforeTheEndCountsAndUsageAfterItOnceTheLicenseIsReinstated() {
        Instant end = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        license(LicenseCondition.SUSPENDED, end);
        Map<String, Object> before = event("before", branch.license, end.minusMillis(1), 1);
        Map<String, Object> late = event("late", branch.license, end.minus(Duration.ofDays(20)), 2);
        Map<String, Object> at = event("at", branch.license, end, 4);
        Map<String, Object> after = event("after", branch.license, end.plusSeconds(1), 8);

        assertThat(answers(before, at, late, after, event("now", branch.license, 16)))
                .containsExactly(
                        "before accepted",
                        "at rejected license_not_active",
                        "late accepted",
                        "after rejected license_not_active",
                        "now rejected license_not_active");
        assertThat(answers(before)).containsExactly("before duplicate");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo(3));

        license(LicenseCondition.VALID, null);
        // As long as the license is cached it is judged as before.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(answers(after)).containsExactly("after accepted"));
        assertThat(answers(at, after, event("now", branch.license, 16)))
                .containsExactly("at accepted", "after duplicate", "now accepted");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo(31));
        assertThat(
                        api.get(branch.asReseller, "/api/v1/rejected-events")
                                .json()
                                .path("items")
                                .size())
                .isZero();
    }

    @Test
    void usageGoesOnUntilAnEndThatIsYetToCome() {
        Instant end = Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.MILLIS);
        license(LicenseCondition.VALID, end);

        assertThat(
                        answers(
                                event("now", branch.license, 1),
                                event("ahead", branch.license, end.minusMillis(1), 2),
                                event("beyond", branch.license, end, 4)))
                .containsExactly(
                        "now accepted", "ahead accepted", "beyond rejected license_not_active");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo(3));
    }

    @Test
    void usageCountsAfterTheEndIfThePolicyLetsItGoOn() {
        license(LicenseCondition.SUSPENDED, null);

        assertThat(
                        answers(
                                event("now", branch.license, 1),
                                event("a", branch.license, Instant.now().minusSeconds(60), 2)))
                .containsExactly("now accepted", "a accepted");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(total()).isEqualTo(3));
    }

    /** Publishes the license's change, and returns when this service has consumed it. */
    private void license(LicenseCondition condition, @Nullable Instant usageUntil) {
        publish(branch.license(condition, usageUntil));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            LicenseState known =
                                    network.licenses(List.of(branch.license)).get(branch.license);
                            assertThat(known).isNotNull();
                            assertThat(known.condition()).isEqualTo(condition);
                            assertThat(known.usageUntil()).isEqualTo(usageUntil);
                        });
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private final List<String> answers(Map<String, Object>... events) {
        Api.Answer answer = api.post(branch.asReseller, "/api/v1/events", List.of(events));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return Branch.answers(answer.json());
    }

    /** Of the vendor, over all months in the window. */
    private int total() {
        Instant now = Instant.now();
        String window =
                "&from=%s&to=%s"
                        .formatted(now.minus(Duration.ofDays(40)), now.plus(Duration.ofDays(1)));
        return api
                .get(branch.asVendor, "/api/v1/usage?meter=calls&window=month" + window)
                .json()
                .path("items")
                .findValuesAsString("quantity")
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
