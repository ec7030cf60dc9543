package io.keyway.kit.bus;

import io.keyway.contracts.event.DomainEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.messaging.Message;

/**
 * Creates the consumer of a topic from a handler of its events. The binder delivers the records of
 * one poll together; the handler gets them one by one, or as a batch.
 *
 * <p>When a record fails, it is reported to the error handler by its position. Those before it
 * count as handled, those after it are delivered again, and it alone is retried and in the end kept
 * as a dead letter.
 */
public final class Subscriptions {

    private final MeterRegistry metrics;

    public Subscriptions(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Passes events to the handler one by one, in order within each partition. */
    public <E extends DomainEvent> Consumer<Message<?>> to(
            Class<E> events, Consumer<Received<E>> handler) {
        EventReader<E> reader = new EventReader<>(events, metrics);
        return message -> {
            List<BusRecord> poll = BusRecord.of(message);
            each(poll.size(), i -> reader.read(poll.get(i)).ifPresent(handler));
        };
    }

    /**
     * Passes all events of a poll to the handler at once, in order within each partition. The
     * handler may get an event again that it has handled: after a crash, and when the events of a
     * failed batch are tried one by one.
     */
    public <E extends DomainEvent> Consumer<Message<?>> toBatches(
            Class<E> events, Consumer<List<Received<E>>> handler) {
        EventReader<E> reader = new EventReader<>(events, metrics);
        return message -> {
            List<BusRecord> poll = BusRecord.of(message);
            List<Placed<E>> read = new ArrayList<>(poll.size());
            try {
                each(
                        poll.size(),
                        i ->
                                reader.read(poll.get(i))
                                        .ifPresent(event -> read.add(new Placed<>(i, event))));
            } catch (BatchListenerFailedException unreadable) {
                handle(read, handler);
                throw unreadable;
            }
            handle(read, handler);
        };
    }

    /** An event and the position of its record in the poll. */
    private record Placed<E>(int place, Received<E> event) {}

    /** Tries the events of a failed batch one by one, to find the one at fault. */
    private static <E> void handle(List<Placed<E>> read, Consumer<List<Received<E>>> handler) {
        if (read.isEmpty()) {
            return;
        }
        try {
            handler.accept(read.stream().map(Placed::event).toList());
        } catch (RuntimeException failure) {
            if (read.size() == 1 || TransientFailures.is(failure)) {
                throw failed(read.getFirst().place(), failure);
            }
            for (Placed<E> one : read) {
                handle(List.of(one), handler);
            }
        }
    }

    private static void each(int count, IntConsumer step) {
        for (int i = 0; i < count; i++) {
            try {
                step.accept(i);
            } catch (RuntimeException failure) {
                throw failed(i, failure);
            }
        }
    }

    /** Reports the position of the failed record to the error handler. */
    private static BatchListenerFailedException failed(int place, RuntimeException failure) {
        return new BatchListenerFailedException("record " + place + " failed", failure, place);
    }
}
