package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.mongodb.MongoTimeoutException;
import io.keyway.kit.KitProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.unit.DataSize;

/** A record leaves its topic only when it is handled, or when the broker has its dead letter. */
@SuppressWarnings("unchecked")
class DeadLetteringTest {

    private final KafkaTemplate<byte[], byte[]> template = mock();
    private final Consumer<byte[], byte[]> consumer = mock();
    private final MessageListenerContainer container = mock();
    private final ConsumerRecord<byte[], byte[]> record =
            new ConsumerRecord<>("orders", 2, 17L, new byte[0], new byte[0]);
    private final DefaultErrorHandler handler =
            BusConfiguration.errorHandler(
                    template,
                    new KitProperties(
                            "notes-service",
                            "one",
                            "db",
                            "key",
                            new KitProperties.Http(
                                    DataSize.ofMegabytes(1),
                                    1,
                                    1,
                                    1,
                                    1,
                                    1,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(3),
                                    Duration.ofSeconds(2),
                                    50,
                                    200,
                                    Duration.ofHours(1),
                                    Duration.ofSeconds(4),
                                    1,
                                    new KitProperties.Large("", DataSize.ofMegabytes(1), 1, 1, 1)),
                            new KitProperties.Store(
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    2),
                            null,
                            null,
                            null,
                            new KitProperties.Consumer(
                                    2,
                                    Duration.ofMillis(1),
                                    Duration.ofMillis(1),
                                    500,
                                    1,
                                    Duration.ofSeconds(10))));

    @Test
    void recordIsRedeliveredWhenItsDeadLetterIsNotAcknowledged() {
        when(template.send(any(ProducerRecord.class)))
                .thenReturn(
                        CompletableFuture.failedFuture(new IllegalStateException("broker away")));
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThatThrownBy(() -> handle(new IllegalStateException("bug")))
                    .isInstanceOf(Exception.class);
        }
        verify(template, atLeastOnce()).send(any(ProducerRecord.class));
        verify(consumer, times(4)).seek(new TopicPartition("orders", 2), 17L);
    }

    @Test
    void aRecordThatCannotBeHandledIsKeptWithItsReason() {
        when(template.send(any(ProducerRecord.class)))
                .thenReturn(CompletableFuture.completedFuture(null));
        assertThatThrownBy(() -> handle(new IllegalStateException("bug")))
                .as("the first of two attempts")
                .isInstanceOf(Exception.class);
        handle(new IllegalStateException("bug"));
        verify(template)
                .send(
                        (ProducerRecord<byte[], byte[]>)
                                org.mockito.ArgumentMatchers
                                        .<ProducerRecord<byte[], byte[]>>argThat(
                                                letter ->
                                                        letter.topic().equals("notes-service.dead")
                                                                && new String(
                                                                                letter.headers()
                                                                                        .lastHeader(
                                                                                                "keyway_reason")
                                                                                        .value())
                                                                        .contains("bug")));
    }

    @Test
    void noDeadLettersDuringStoreOutage() {
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThatThrownBy(() -> handle(new MongoTimeoutException("away")))
                    .isInstanceOf(Exception.class);
        }
        verify(template, never()).send(any(ProducerRecord.class));
        verify(consumer, times(10)).seek(new TopicPartition("orders", 2), 17L);
    }

    @Test
    void recognisesAnUnavailableStoreBehindWrappingExceptions() {
        assertThat(
                        TransientFailures.is(
                                new IllegalStateException(
                                        new RuntimeException(new MongoTimeoutException("x")))))
                .isTrue();
        assertThat(TransientFailures.is(new IllegalStateException("bug"))).isFalse();
    }

    private void handle(Exception failure) {
        handler.handleRemaining(
                new ListenerExecutionFailedException("failed", failure),
                List.of(record),
                consumer,
                container);
    }
}
