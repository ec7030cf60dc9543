package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.local.Local;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sample is played while every process of the system is killed, one after another: it completes
 * without help, and everything in it exists exactly once.
 */
class KillJourney {

    /** The process that is killed when the sample has said that this is done. */
    private static final Map<String, String> KILLS = new LinkedHashMap<>();

    static {
        KILLS.put("Northwind, a vendor, joins", "partner-service");
        KILLS.put("Northwind meters messages", "kafka");
        KILLS.put("Fabrikam offers its customers a plan", "gateway");
        KILLS.put("Fabrikam creates a customer", "order-service");
        KILLS.put("Contoso orders two licenses", "license-service");
        KILLS.put("Fabrikam issues three", "store");
        KILLS.put("Fabrikam sells one", "usage-service");
    }

    @Test
    void everyProcessIsKilledOnceAndNothingIsLostOrDoneTwice() {
        Path data = Keyway.emptyFolder();
        try (Local local = Local.startWithSample(Keyway.HOME, data, Map.of())) {
            local.awaitReady(Keyway.STARTS_WITHIN);
            KILLS.forEach(
                    (step, process) -> {
                        await().atMost(Duration.ofMinutes(3))
                                .pollInterval(Duration.ofMillis(20))
                                .until(() -> said(local).contains(step));
                        local.kill(process);
                    });
            await().atMost(Duration.ofMinutes(3))
                    .until(
                            () ->
                                    !said(local).isEmpty()
                                            && Files.exists(data.resolve("sample.done")));
            KILLS.values()
                    .forEach(process -> local.awaitRestart(process, 1, Duration.ofMinutes(2)));
            assertExactlyOnce(new Keyway(local));
        }
    }

    /** The launcher's output; fails at once when it says that the sample has stopped. */
    private static String said(Local local) {
        String output = local.output();
        assertThat(output).doesNotContain("The sample has stopped");
        return output;
    }

    private static void assertExactlyOnce(Keyway keyway) {
        String password = "keyway-local";
        String vendor = keyway.signIn("vendor@northwind.example", password);
        String distributor = keyway.signIn("distributor@contoso.example", password);
        assertThat(items(keyway, vendor, "partners")).isEqualTo(4);
        assertThat(items(keyway, vendor, "products")).isEqualTo(1);
        assertThat(items(keyway, vendor, "policies")).isEqualTo(2);
        assertThat(items(keyway, vendor, "plans")).isEqualTo(2);
        assertThat(items(keyway, vendor, "meters")).isEqualTo(1);
        assertThat(items(keyway, vendor, "customers")).isEqualTo(1);
        assertThat(items(keyway, vendor, "orders")).isEqualTo(2);
        assertThat(items(keyway, vendor, "licenses")).isEqualTo(6);
        assertThat(
                        keyway.get(vendor, "/api/v1/orders")
                                .json()
                                .path("items")
                                .valueStream()
                                .map(order -> order.path("status").asString()))
                .containsExactly("partly_fulfilled", "fulfilled");
        String from = YearMonth.now(ZoneOffset.UTC).minusMonths(1).atDay(1) + "T00:00:00Z";
        for (String who :
                List.of(vendor, distributor, keyway.signIn("ada@lovelace.example", password))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> {
                                JsonNode rows =
                                        keyway.get(who, "/api/v1/usage?meter=messages&from=" + from)
                                                .json()
                                                .path("items");
                                assertThat(
                                                rows.valueStream()
                                                        .mapToLong(
                                                                row ->
                                                                        Long.parseLong(
                                                                                row.path("quantity")
                                                                                        .asString()))
                                                        .sum())
                                        .isEqualTo(2996);
                            });
        }
        String distributorId =
                keyway.get(distributor, "/api/v1/me").json().path("partner").path("id").asString();
        JsonNode statement =
                keyway.get(
                                distributor,
                                "/api/v1/statements?partnerId="
                                        + distributorId
                                        + "&period="
                                        + YearMonth.now(ZoneOffset.UTC))
                        .json()
                        .path("items")
                        .path(0);
        assertThat(
                        statement
                                .path("lines")
                                .valueStream()
                                .filter(line -> line.path("kind").asString().contains("order"))
                                .count())
                .as(statement.toString())
                .isEqualTo(2);
    }

    private static int items(Keyway keyway, String who, String resource) {
        return keyway.get(who, "/api/v1/" + resource).json().path("items").size();
    }
}
