package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoTimeoutException;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerChanged;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Poll;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.messaging.Message;

/** What a handler gets of a poll, and which record is reported when it fails. */
class SubscriptionsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Subscriptions subscriptions = new Subscriptions(metrics);
    private final List<List<Long>> handled = new ArrayList<>();
    private RuntimeException failure = new IllegalStateException("cannot stand it");

    private final Consumer<Message<?>> batches =
            subscriptions.toBatches(
                    CustomerEvent.class,
                    batch -> {
                        batch.forEach(this::refusePoison);
                        handled.add(batch.stream().map(Received::sequence).toList());
                    });
    private final Consumer<Message<?>> events =
            subscriptions.to(
                    CustomerEvent.class,
                    event -> {
                        refusePoison(event);
                        handled.add(List.of(event.sequence()));
                    });

    private void refusePoison(Received<CustomerEvent> event) {
        if (event.event().customer().name().equals("poison")) {
            throw failure;
        }
    }

    private static CustomerChanged customer(String name) {
        PartnerId partner = PartnerId.next();
        return new CustomerChanged(
                new CustomerState(
                        CustomerId.next(), partner, List.of(partner), "a@b.c", name, null, true));
    }

    private final Poll poll =
            new Poll()
                    .event(customer("one"), 1)
                    .tombstone()
                    .raw("io.keyway.customer.invented.v9", "{}")
                    .event(customer("two"), 2);

    @Test
    void aBatchHasTheEventsOfAPollInOrderWithoutTombstonesAndUnknownTypes() {
        batches.accept(poll.message());
        assertThat(handled).containsExactly(List.of(1L, 2L));
        assertThat(
                        metrics.counter(
                                        "keyway.events.unknown",
                                        "type",
                                        "io.keyway.customer.invented.v9")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aHandlerOfEventsGetsThemOneByOne() {
        events.accept(poll.message());
        assertThat(handled).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void reportsTheEventThatFailsInABatchAndHandlesThoseBeforeIt() {
        poll.event(customer("poison"), 3).event(customer("four"), 4);
        assertThat(failed(batches).getIndex()).isEqualTo(4);
        assertThat(handled).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void reportsTheEventThatAHandlerRejects() {
        poll.event(customer("poison"), 3).event(customer("four"), 4);
        assertThat(failed(events).getIndex()).isEqualTo(4);
        assertThat(handled).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void reportsAnUnreadableRecordAndHandlesThoseBeforeItAsABatch() {
        poll.raw("io.keyway.customer.changed.v1", "{ not json").event(customer("four"), 4);
        assertThat(failed(batches))
                .hasCauseInstanceOf(BrokenEventException.class)
                .extracting(BatchListenerFailedException::getIndex)
                .isEqualTo(4);
        assertThat(handled).containsExactly(List.of(1L, 2L));
    }

    @Test
    void batchIsRedeliveredDuringStoreOutage() {
        failure = new MongoTimeoutException("away");
        poll.event(customer("poison"), 3);
        assertThat(failed(batches).getIndex()).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void aReplayedDeadLetterIsABatchOfOne() {
        Message<?> letter = new Poll().event(customer("one"), 7).single();
        batches.accept(letter);
        events.accept(letter);
        assertThat(handled).containsExactly(List.of(7L), List.of(7L));
    }

    @Test
    void aPollWithoutEventsDoesNotCallTheHandler() {
        assertThatCode(() -> batches.accept(new Poll().tombstone().message()))
                .doesNotThrowAnyException();
        assertThat(handled).isEmpty();
    }

    private BatchListenerFailedException failed(Consumer<Message<?>> consumer) {
        return catchThrowableOfType(
                BatchListenerFailedException.class, () -> consumer.accept(poll.message()));
    }
}
