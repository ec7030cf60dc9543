package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.cloud.stream.config.BindingServiceProperties;

/** An instance that stops in order leaves its partitions to whatever is started in its place. */
@KeywayTest
class RedeployTest {

    private static final String BINDING = "onCustomers-in-0";

    @Autowired private BindingsLifecycleController bindings;
    @Autowired private BindingServiceProperties settings;

    @AfterEach
    void start() {
        bindings.changeState(BINDING, State.STARTED);
    }

    @Test
    void anInstanceOfAnotherNameHasThePartitionsWithinSeconds() {
        String group = settings.getBindingProperties(BINDING).getGroup();
        bindings.changeState(BINDING, State.STOPPED);
        try (KafkaConsumer<byte[], byte[]> next = named(group, "another-name")) {
            next.subscribe(List.of("customers"));
            // A session lasts 10 s; the broker waits up to 3 s for others when a group is empty.
            await().atMost(Duration.ofSeconds(7))
                    .untilAsserted(
                            () -> {
                                next.poll(Duration.ofMillis(50));
                                assertThat(next.assignment()).hasSize(12);
                            });
        }
    }

    private static KafkaConsumer<byte[], byte[]> named(String group, String instance) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestPlatform.brokers(),
                        "group.id",
                        group,
                        "group.instance.id",
                        instance,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
