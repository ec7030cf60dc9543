package io.keyway.license;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.AuditEvent;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.IssuanceEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.kit.test.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.SmartLifecycle;

/** All events that license-service publishes, consumed as another service would. */
public class PublishedEvents implements SmartLifecycle {

    private final List<DomainEvent> events = new CopyOnWriteArrayList<>();
    private volatile Thread listener;

    public <E extends DomainEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void start() {
        listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.brokers(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "published-" + System.nanoTime(),
                                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                                500,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("licenses", "issuance", "catalog", "audit"));
            while (listener != null) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                one ->
                                        events.add(
                                                ContractJson.mapper()
                                                        .readerFor(
                                                                switch (one.topic()) {
                                                                    case "licenses" ->
                                                                            LicenseEvent.class;
                                                                    case "issuance" ->
                                                                            IssuanceEvent.class;
                                                                    case "audit" ->
                                                                            AuditEvent.class;
                                                                    default -> CatalogEvent.class;
                                                                })
                                                        .readValue(one.value())));
            }
        }
    }

    @Override
    public void stop() {
        listener = null;
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }
}
