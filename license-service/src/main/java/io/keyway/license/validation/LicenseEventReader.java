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
 * Every instance hears of every license, from now on, and forgets what it knew of it. So it reads
 * all partitions by itself, without a group, which would give it a part of them.
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
    private @Nullable ScheduledExecutorService asking;

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
                cache.trust().lost();
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
            // Asked before the first poll too: it is from here on that nothing is missed.
            Map<Integer, Long> positions = new HashMap<>();
            partitions.forEach(one -> positions.put(one.partition(), consumer.position(one)));
            cache.trust().applied(positions);
            consumer.poll(POLL).forEach(record -> forget(record.value()));
        }
    }

    private void forget(byte @Nullable [] event) {
        if (event == null) {
            return; // A tombstone: an event said before that the license is gone.
        }
        try {
            LicenseEvent read = json.readValue(event);
            read.licenses().forEach(license -> cache.evict(license.keyHash()));
        } catch (JacksonException unknown) {
            // A later version's event, or a broken one: whichever license it is about.
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
                        Thread.ofPlatform().daemon().name("validation-trust").factory());
        long every = settings.confirmEvery().toMillis();
        scheduler.scheduleWithFixedDelay(cache.trust()::ask, every, every, TimeUnit.MILLISECONDS);
        asking = scheduler;
    }

    @Override
    public void stop() {
        running = false;
        KafkaConsumer<byte[], byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (asking != null) {
            asking.shutdownNow();
            asking = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
