package io.keyway.usage.chain;

import static io.keyway.usage.Branch.event;
import static io.keyway.usage.Branch.meter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.test.Api;
import io.keyway.kit.test.KeywayTest;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Days that begin at midnight in Berlin; its changes of clocks are in UsageRowsTest. */
@KeywayTest
class UsageByZoneTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Autowired private Environment environment;
    private Api api;
    private final Branch branch = new Branch().published();

    @Test
    void daysAreThoseOfTheZone() {
        api = new Api(environment);
        assertThat(api.post(branch.asVendor, "/api/v1/meters", meter("calls")).status())
                .isEqualTo(201);
        LocalDate day = LocalDate.now(BERLIN).minusDays(3);
        Instant midnight = day.atStartOfDay(BERLIN).toInstant();
        Instant before = day.minusDays(1).atStartOfDay(BERLIN).toInstant();
        Instant after = day.plusDays(1).atStartOfDay(BERLIN).toInstant();
        api.post(
                branch.asReseller,
                "/api/v1/events",
                List.of(
                        event("a", branch.license, midnight.minus(1, ChronoUnit.SECONDS), 1),
                        event("b", branch.license, midnight, 2)));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(rows(before, after, "&zone=Europe/Berlin"))
                                        .containsExactly(
                                                before + " " + midnight + " 1",
                                                midnight + " " + after + " 2"));
        Instant utc = midnight.truncatedTo(ChronoUnit.DAYS);
        assertThat(rows(utc, utc.plus(1, ChronoUnit.DAYS), ""))
                .as("it is one day in UTC")
                .containsExactly(utc + " " + utc.plus(1, ChronoUnit.DAYS) + " 3");
    }

    private List<String> rows(Instant from, Instant to, String zone) {
        return api.get(
                        branch.asReseller,
                        "/api/v1/usage?meter=calls&window=day&from=%s&to=%s%s"
                                .formatted(from, to, zone))
                .json()
                .path("items")
                .valueStream()
                .map(
                        row ->
                                row.path("start").asString()
                                        + " "
                                        + row.path("end").asString()
                                        + " "
                                        + row.path("quantity").asString())
                .toList();
    }
}
