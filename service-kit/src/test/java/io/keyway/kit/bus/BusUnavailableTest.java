package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.notes.NotesApplication;
import io.keyway.kit.store.OutboxEvent;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.Replica;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A service without its broker: it continues to run, reports the outage, and answers no miss with
 * 404.
 */
@SpringBootTest(
        classes = NotesApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestPlatform.class)
@DirtiesContext
class BusUnavailableTest {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1);

    static {
        BROKER.afterPropertiesSet();
    }

    @DynamicPropertySource
    static void ownBroker(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", BROKER::getBrokersAsString);
        registry.add("spring.cloud.stream.kafka.binder.brokers", BROKER::getBrokersAsString);
    }

    @Autowired private Publisher publisher;
    @Autowired private Replica<CustomerState> customerReplica;
    @Autowired private Environment environment;

    @Test
    void duringBusOutageSendsFailCommandsAreKeptAndMissesAreUncertain() {
        Caller owner = Callers.partner(PartnerId.next());
        publisher.publish(event(1));
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(customerReplica.load(CustomerId.next())).isEmpty());

        BROKER.destroy();

        assertThatThrownBy(() -> publisher.publish(event(2)))
                .as("a send without an acknowledgement")
                .isInstanceOf(RuntimeException.class);
        Api api = new Api(environment);
        Api.Answer created =
                api.post(
                        owner,
                        "/api/v1/notes",
                        Map.of("text", UUID.randomUUID().toString(), "rank", 1));
        assertThat(created.status()).isEqualTo(201);
        assertThat(api.get(owner, "/api/v1/notes/" + created.json().path("id").asString()).status())
                .isEqualTo(200);
        assertThatThrownBy(() -> customerReplica.load(CustomerId.next()))
                .isInstanceOf(ReplicaBehindException.class);
        long asked = System.nanoTime();
        assertThatThrownBy(() -> customerReplica.find(owner, CustomerId.next()))
                .isInstanceOf(ReplicaBehindException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
    }

    private static OutboxEvent event(long sequence) {
        return new OutboxEvent(
                sequence,
                "x:" + sequence,
                "io.keyway.customer.invented.v9",
                "customers",
                "k",
                "k",
                "2026-03-01T12:00:00Z",
                "{}");
    }
}
