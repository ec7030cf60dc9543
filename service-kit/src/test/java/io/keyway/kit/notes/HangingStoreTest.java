package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.SlowWire;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A store that hangs: it keeps the connection and does not answer. */
@KeywayTest
class HangingStoreTest {

    private static final SlowWire WIRE = SlowWire.to(TestPlatform.store());

    private final Caller owner = Callers.partner(PartnerId.next());
    @Autowired private Environment environment;

    @DynamicPropertySource
    static void throughTheWire(DynamicPropertyRegistry registry) {
        registry.add("spring.mongodb.uri", WIRE::uri);
        // Half of the default, so that the test passes on busy machines.
        registry.add("keyway.kit.store.timeout", () -> "2s");
    }

    @AfterEach
    void goOn() {
        WIRE.goOn();
    }

    @Test
    void aHangingStoreIsAnsweredWith503AndBlocksNothingElse() {
        Api api = Api.once(environment);
        Map<String, Object> note = Map.of("text", "before", "rank", 1);
        assertThat(api.post(owner, "/api/v1/notes", note).status()).isEqualTo(201);
        WIRE.stop();
        long begun = System.nanoTime();
        Answer answer = api.get(owner, "/api/v1/notes");
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(api.get(owner, "/api/v1/nothing").status()).isEqualTo(404);
        WIRE.goOn();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(api.get(owner, "/api/v1/notes").status()).isEqualTo(200));
    }
}
