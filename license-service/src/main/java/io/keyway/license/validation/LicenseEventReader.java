package io.keyway.license.validation;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Topic;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.license.LicenseProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Evicts keys from the validation cache when their license changes. Every instance must read all
 * partitions of the topic, so it uses the plain Kafka client without a consumer group.
 */
@Component
class LicenseEventReader implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LicenseEventReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final ValidationCache cache;
    private final KafkaProperties kafka;
    private final LicenseProperties.Validation settings;
    private final ObjectReader json = ContractJson.mapper().readerFor(LicenseEvent.class);
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> open;
    private @Nullable ScheduledExecutorService checks;

    LicenseEventReader(ValidationCache cache, KafkaProperties kafka, LicenseProperties settings) {
        this.cache = cache;
        this.kafka = kafka;
        this.settings = settings.validation();
    }

    private void follow() {
        while (running) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                open = consumer;
                read(consumer);
            } catch (WakeupException | InterruptException stopping) {
                return;
            } catch (KafkaException e) {
                LOG.debug("the bus cannot be followed, trying again: {}", e.getMessage());
                pause();
            } finally {
                cache.freshness().invalidate();
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topic.LICENSES.topicName()).stream()
                        .map(one -> new TopicPartition(one.topic(), one.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic is not there yet");
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        while (running) {
            // Also before the first poll: from these positions on no event is missed.
            Map<Integer, Long> positions = new HashMap<>();
            partitions.forEach(one -> positions.put(one.partition(), consumer.position(one)));
            cache.freshness().onPositions(positions);
            consumer.poll(POLL).forEach(record -> evict(record.value()));
        }
    }

    private void evict(byte @Nullable [] event) {
        if (event == null) {
            return; // A tombstone: an earlier event has evicted the key.
        }
        try {
            LicenseEvent read = json.readValue(event);
            read.licenses().forEach(license -> cache.evict(license.keyHash()));
        } catch (JacksonException unknown) {
            // An event of a later version, or a broken one: its license is unknown.
            cache.evictAll();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = kafka.buildConsumerProperties();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().daemon().name("validation-cache").start(this::follow);
        ScheduledExecutorService scheduler =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("validation-freshness").factory());
        long every = settings.confirmEvery().toMillis();
        scheduler.scheduleWithFixedDelay(
                cache.freshness()::check, every, every, TimeUnit.MILLISECONDS);
        checks = scheduler;
    }

    @Override
    public void stop() {
        running = false;
        KafkaConsumer<byte[], byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (checks != null) {
            checks.shutdownNow();
            checks = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
