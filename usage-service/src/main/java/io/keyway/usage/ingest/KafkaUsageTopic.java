package io.keyway.usage.ingest;

import io.keyway.contracts.Topic;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.records.UsageRecordJson;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Sends with the plain Kafka client, without the stream binder: this is the hot path. */
@Component
class KafkaUsageTopic implements UsageTopic {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaUsageTopic.class);

    /** About a hundred events: each batch has compression buffers of its own. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final Producer<String, byte[]> producer;
    private final Duration sendTimeout;
    private final int dataBytesMax;

    KafkaUsageTopic(KafkaProperties kafka, UsageProperties settings) {
        this.sendTimeout = settings.ingest().sendTimeout();
        this.dataBytesMax = settings.ingest().dataBytesMax();
        int millis = Math.toIntExact(sendTimeout.toMillis());
        Map<String, Object> properties = kafka.buildProducerProperties();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        // An event that was not acknowledged when 503 is answered must not be sent later.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        this.producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public boolean put(List<UsageRecord> records) {
        long deadline = System.nanoTime() + 2 * sendTimeout.toNanos();
        try {
            List<Future<RecordMetadata>> sends = new ArrayList<>(records.size());
            for (UsageRecord usage : records) {
                sends.add(producer.send(message(usage)));
            }
            for (Future<RecordMetadata> send : sends) {
                send.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("the bus did not acknowledge {} events: {}", records.size(), e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A CloudEvent in Kafka's binary mode. */
    private ProducerRecord<String, byte[]> message(UsageRecord usage) {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(
                        Topic.USAGE.topicName(),
                        usage.key(),
                        UsageRecordJson.write(usage, dataBytesMax));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_type", UsageRecord.TYPE);
        header(message, "ce_source", usage.source());
        header(message, "ce_id", usage.id());
        header(message, "ce_time", usage.time().toString());
        header(message, "content-type", "application/json");
        return message;
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    void close() {
        producer.close(sendTimeout);
    }
}
