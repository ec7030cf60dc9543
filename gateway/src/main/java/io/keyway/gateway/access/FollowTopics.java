package io.keyway.gateway.access;

import static java.util.stream.Collectors.partitioningBy;

import io.keyway.contracts.Topic;
import io.keyway.gateway.GatewayProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the view current: reads the partners from the start of their topic, and follows all topics.
 * The view is current when the bus has just said where the topics end and everything up to there
 * has been read. While the bus is away there is no such answer, and the view stops being current.
 */
@Component("accessView")
class FollowTopics implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(FollowTopics.class);
    private static final List<Topic> TOPICS =
            List.of(Topic.PARTNERS, Topic.ACCOUNTS, Topic.CREDENTIALS, Topic.CUSTOMERS);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final AccessView view;
    private final GatewayProperties settings;
    private final Clock clock;
    private volatile Instant currentAt = Instant.MIN;

    /** Since when the bus has answered without a gap. */
    private volatile Instant steadySince = Instant.MAX;

    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<String, byte[]> open;

    FollowTopics(AccessView view, GatewayProperties settings, Clock clock) {
        this.view = view;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whether the view is current. Right after an outage it is not, even if everything was read:
     * events from that time may not be published yet.
     */
    boolean isFresh() {
        Instant now = clock.instant();
        return now.isBefore(currentAt.plus(settings.view().freshFor()))
                && steadySince.isBefore(now.minus(settings.view().steadyAfter()));
    }

    @Override
    public Health health() {
        return (currentAt.equals(Instant.MIN) ? Health.down() : Health.up())
                .withDetail("fresh", isFresh())
                .withDetail("entries", view.size())
                .build();
    }

    private void follow() {
        while (running) {
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                open = consumer;
                read(consumer);
            } catch (WakeupException | InterruptException stopping) {
                return;
            } catch (KafkaException e) {
                LOG.atLevel(currentAt.equals(Instant.MIN) ? Level.DEBUG : Level.WARN)
                        .log("the bus cannot be followed, trying again: {}", e.getMessage());
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        steadySince = Instant.MAX; // Old states of partners are read again.
        seek(consumer, partitions);
        view.forget();
        Ends ends = null;
        Instant nextCheck = Instant.MIN;
        while (running) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                view.apply(record.key(), record.value());
            }
            Instant now = clock.instant();
            if (ends == null && !now.isBefore(nextCheck)) {
                ends = ends(consumer, partitions);
                nextCheck = now.plus(settings.view().checkEvery());
            }
            if (ends != null && ends.areReadBy(consumer)) {
                currentAsOf(ends.asked());
                ends = null;
            }
        }
    }

    /** Partners are read from their start. Of the others, what was before is asked for. */
    private static void seek(
            KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Map<Boolean, List<TopicPartition>> whole =
                partitions.stream()
                        .collect(
                                partitioningBy(
                                        partition ->
                                                partition
                                                        .topic()
                                                        .equals(Topic.PARTNERS.topicName())));
        consumer.seekToBeginning(whole.get(true));
        consumer.seekToEnd(whole.get(false));
        // Seeking is lazy: asking for the positions makes them those of this moment.
        partitions.forEach(consumer::position);
    }

    /**
     * The ends of the topics at a moment after {@code asked}. The topics grow all the time: a view
     * that has read up to these ends knows everything that was published before {@code asked}.
     */
    private record Ends(Instant asked, Map<TopicPartition, Long> offsets) {

        boolean areReadBy(KafkaConsumer<String, byte[]> consumer) {
            return offsets.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    private @Nullable Ends ends(
            KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Instant asked = clock.instant();
        try {
            return new Ends(asked, consumer.endOffsets(partitions, settings.view().freshFor()));
        } catch (TimeoutException away) {
            LOG.debug("the bus does not answer");
            return null;
        }
    }

    private void currentAsOf(Instant asked) {
        if (steadySince.equals(Instant.MAX)
                || asked.isAfter(currentAt.plus(settings.view().freshFor()))) {
            steadySince = asked;
        }
        currentAt = asked;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : TOPICS) {
            int known = consumer.partitionsFor(topic.topicName()).size();
            if (known == 0) {
                throw new KafkaException("topic " + topic.topicName() + " is not there yet");
            }
            for (int i = 0; i < known; i++) {
                partitions.add(new TopicPartition(topic.topicName(), i));
            }
        }
        return partitions;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return new KafkaConsumer<>(
                properties, new StringDeserializer(), new ByteArrayDeserializer());
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
        Thread.ofPlatform().daemon().name("access-view").start(this::follow);
    }

    @Override
    public void stop() {
        running = false;
        KafkaConsumer<String, byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup(); // An interrupted consumer could not close in order.
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
