package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.test.TestPlatform;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;

class NewTopicsOnlyTest {

    @Test
    void anExistingTopicKeepsItsPartitions() throws Exception {
        Map<String, Object> bus = Map.of("bootstrap.servers", TestPlatform.brokers());
        String existing = "existing-" + UUID.randomUUID();
        String missing = "missing-" + UUID.randomUUID();
        try (Admin broker = Admin.create(bus);
                GenericApplicationContext context = new GenericApplicationContext()) {
            broker.createTopics(List.of(new NewTopic(existing, 2, (short) 1))).all().get();
            KafkaAdmin admin = new KafkaAdmin(bus);
            admin.setCreateOrModifyTopic(new NewTopicsOnly(admin, Duration.ofSeconds(30)));
            context.registerBean(
                    KafkaAdmin.NewTopics.class,
                    () ->
                            new KafkaAdmin.NewTopics(
                                    new NewTopic(existing, 5, (short) 1),
                                    new NewTopic(missing, 3, (short) 1)));
            context.refresh();
            admin.setApplicationContext(context);

            admin.initialize();

            assertThat(partitions(broker, existing)).isEqualTo(2);
            assertThat(partitions(broker, missing)).isEqualTo(3);
        }
    }

    @Test
    void aBusThatIsAwayDelaysTheStartForTheTimeInTheSettingsAndNoLonger() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                GenericApplicationContext context = new GenericApplicationContext()) {
            KafkaAdmin admin =
                    new KafkaAdmin(
                            Map.of("bootstrap.servers", "localhost:" + silent.getLocalPort()));
            long start = System.nanoTime();
            NewTopicsOnly only = new NewTopicsOnly(admin, Duration.ofMillis(500));
            admin.setCreateOrModifyTopic(only);
            NewTopic topic = new NewTopic("missing", 1, (short) 1);
            context.registerBean(KafkaAdmin.NewTopics.class, () -> new KafkaAdmin.NewTopics(topic));
            context.refresh();
            admin.setApplicationContext(context);

            admin.initialize();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
            assertThat(only.test(topic)).isFalse();
        }
    }

    private static int partitions(Admin broker, String topic) throws Exception {
        return broker.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }
}
