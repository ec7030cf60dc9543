package io.keyway.usage.chain;

import static io.keyway.usage.Branch.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.kit.test.Api;
import io.keyway.usage.Branch;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service is killed without warning while it closes a month, page by page. */
class KilledWhileClosingTest {

    private static final YearMonth LAST = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    /** Beside the two of the branch that have a plan and the one that owes nothing. */
    private static final int MORE = 600;

    private final Branch branch = new Branch().withPlan().published();
    private final ServiceProcess service =
            new ServiceProcess(
                    "usage-service-closing",
                    "--keyway.usage.statements.payers-at-once=5",
                    "--keyway.usage.statements.lease=2s");
    private final Api api = service.api();
    private String close = "";

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
    }

    @Test
    void goesOnWhereItWasAndClosesNothingTwice() throws Exception {
        Stream.generate(() -> Branch.partnerSince(Instant.now().minus(Duration.ofDays(300))))
                .limit(MORE)
                .map(id -> Branch.partner(PartnerType.RESELLER, branch.plan, branch.vendor, id))
                .forEach(partner -> publish(new PartnerEvent.PartnerCreated(partner)));
        service.start();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(overview().path("resellers").asInt()).isEqualTo(MORE + 2));
        Api.Answer started =
                api.post(
                        branch.asVendor,
                        "/api/v1/statements/close",
                        Map.of("period", LAST.toString()));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        close = "/api/v1/statement-closes/" + started.json().path("id").asString();

        for (int kill = 1; kill <= 2; kill++) {
            int until = kill * MORE / 3;
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> close().path("checked").asInt() >= until);
            service.kill();
            service.start();
            assertThat(close().path("checked").asInt()).isGreaterThanOrEqualTo(until);
        }

        JsonNode done =
                await().atMost(Duration.ofSeconds(60))
                        .until(this::close, now -> now.path("status").asString().equals("done"));
        assertThat(done.path("checked").asInt()).isEqualTo(MORE + 3);
        assertThat(done.path("closed").asInt()).isEqualTo(MORE + 2);
        assertThat(done.path("openCount").asInt()).isZero();
        assertThat(closedStatements()).isEqualTo(MORE + 2);
    }

    private JsonNode overview() {
        return api.get(branch.asVendor, "/api/v1/partners/overview").json();
    }

    private JsonNode close() {
        return api.get(branch.asVendor, close).json();
    }

    private int closedStatements() {
        int closed = 0;
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    api.get(branch.asVendor, "/api/v1/statements?limit=200&period=" + LAST + cursor)
                            .json();
            for (JsonNode statement : page.path("items")) {
                if (statement.path("status").asString().equals("closed")) {
                    closed++;
                }
            }
            cursor = page.path("next").isNull() ? null : "&cursor=" + page.path("next").asString();
        }
        return closed;
    }
}
