package io.keyway.usage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.test.TestPlatform;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class BusUnavailableTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void acceptsNothingAndAnswersInTime() {
        KafkaUsageTopic topic = topic("localhost:1");
        Instant start = Instant.now();

        assertThat(topic.put(List.of(Records.usage("a", 1), Records.usage("b", 1)))).isFalse();

        assertThat(Duration.between(start, Instant.now())).isLessThan(TIMEOUT.multipliedBy(4));
        topic.close();
    }

    @Test
    void withTheBusThereAllIsAcknowledged() {
        KafkaUsageTopic topic = topic(TestPlatform.brokers());

        assertThat(topic.put(List.of(Records.usage("a", 1), Records.usage("b", 1)))).isTrue();
        topic.close();
    }

    private static KafkaUsageTopic topic(String brokers) {
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(brokers));
        UsageProperties settings =
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of(
                                                "keyway.usage.ingest.send-timeout",
                                                TIMEOUT.toMillis() + "ms")))
                        .bindOrCreate("keyway.usage", UsageProperties.class);
        return new KafkaUsageTopic(kafka, settings);
    }
}
