package io.keyway.usage.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.kit.test.Api;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Closes months as a client does: it starts a close and watches it. */
final class Closes {

    private Closes() {}

    /** The close when it is done. */
    static JsonNode of(Api api, Caller caller, YearMonth period) {
        Api.Answer started =
                api.post(caller, "/api/v1/statements/close", Map.of("period", period.toString()));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String location = started.response().headers().firstValue("Location").orElseThrow();
        assertThat(location)
                .isEqualTo("/api/v1/statement-closes/" + started.json().path("id").asString());
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.get(caller, location).json(),
                        close -> close.path("status").asString().equals("done"));
    }
}
