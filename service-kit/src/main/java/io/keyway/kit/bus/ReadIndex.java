package io.keyway.kit.bus;

import io.keyway.contracts.Topic;
import io.keyway.contracts.id.Id;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.CatchUp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides whether a replica is up to date: compares the end of a topic with what this service's
 * consumer group has committed. All instances write into one replica and share the group, and a
 * batch is committed only after it was written, so the replica holds everything that is committed.
 *
 * <p>Counts the negative answers in {@code keyway.replica.behind}, by topic.
 */
final class ReadIndex implements CatchUp {

    private final GroupPositions positions;
    private final Function<Topic, Optional<String>> groupOf;
    private final BooleanSupplier busSteady;
    private final Inquiries.Limits limits;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<Topic, Inquiries<Positions>> byTopic = new ConcurrentHashMap<>();

    /**
     * Creates the index.
     *
     * @param groupOf the consumer group in which this service reads a topic
     * @param busSteady false while the bus is away and for a moment after: what was written
     *     meanwhile may not be on it yet
     */
    ReadIndex(
            GroupPositions positions,
            Function<Topic, Optional<String>> groupOf,
            BooleanSupplier busSteady,
            KitProperties.Bus settings,
            Clock clock,
            MeterRegistry metrics) {
        this.positions = positions;
        this.groupOf = groupOf;
        this.busSteady = busSteady;
        this.limits =
                new Inquiries.Limits(
                        settings.inquiryTimeout(), settings.inquiryEvery(), settings.awayFor());
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public boolean hasConsumed(Topic topic, Id id) {
        return hasConsumed(
                topic,
                found ->
                        topic.isKeyedById()
                                ? found.hasConsumed(id.value())
                                : found.hasConsumedAll());
    }

    @Override
    public boolean hasConsumedAll(Topic topic) {
        return hasConsumed(topic, Positions::hasConsumedAll);
    }

    private boolean hasConsumed(Topic topic, Predicate<Positions> enough) {
        boolean current = busSteady.getAsBoolean() && ask(topic).filter(enough).isPresent();
        if (!current) {
            metrics.counter("keyway.replica.behind", "topic", topic.topicName()).increment();
        }
        return current;
    }

    private Optional<Positions> ask(Topic topic) {
        try {
            // A question that arrives during an inquiry waits for the rest of it and for the next
            // one.
            return byTopic.computeIfAbsent(topic, this::inquiries)
                    .ask()
                    .get(
                            2 * limits.timeout().toMillis() + limits.every().toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Inquiries<Positions> inquiries(Topic topic) {
        String group =
                groupOf.apply(topic)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "this service does not consume "
                                                        + topic.topicName()));
        return new Inquiries<>(() -> positions.of(topic.topicName(), group), limits, clock);
    }
}
