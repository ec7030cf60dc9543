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
 * Makes the consumer of one topic from a handler of its events. The bus hands over what one poll
 * has brought: the handler gets it event by event, or as a whole.
 *
 * <p>A record that fails is named, so that it is tried again, and in the end kept as a dead letter,
 * alone: those before it are handled, those after it come again.
 */
public final class Subscriptions {

    private final MeterRegistry metrics;

    public Subscriptions(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Hands over the events one by one, each partition's in order. */
    public <E extends DomainEvent> Consumer<Message<?>> to(
            Class<E> events, Consumer<Received<E>> handler) {
        EventReader<E> reader = new EventReader<>(events, metrics);
        return message -> {
            List<BusRecord> poll = BusRecord.of(message);
            each(poll.size(), i -> reader.read(poll.get(i)).ifPresent(handler));
        };
    }

    /**
     * Hands over all events of a poll at once, each partition's in order. The handler may be given
     * an event again that it has handled: after a crash, and to find out which event of a batch it
     * cannot stand.
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

    /** An event and the place of its record in the poll. */
    private record Placed<E>(int place, Received<E> event) {}

    /** If the batch fails, the events are handed over one by one, to find the one at fault. */
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

    /** Names the record by its place in the poll: the error handler deals with that one alone. */
    private static BatchListenerFailedException failed(int place, RuntimeException failure) {
        return new BatchListenerFailedException("record " + place + " failed", failure, place);
    }
}
