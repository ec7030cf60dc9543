package io.keyway.license.validation;

import io.keyway.contracts.Topic;
import io.keyway.kit.bus.TopicEnds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether this instance has consumed every license event that was published up to a moment ago. It
 * asks the broker for the end of the topic; when the reader has reached that end, the cache was
 * fresh at the time of the question, and may be used for a while. Without an answer or progress the
 * freshness runs out by itself, so a lost connection need not be noticed.
 */
final class CacheFreshness {

    /** The end offsets of the topic, read at or after {@code asked}. */
    private record Ends(Instant asked, Map<Integer, Long> offsets) {}

    private final TopicEnds topicEnds;
    private final Duration trustedFor;
    private final Clock clock;
    private final Runnable regained;
    private Map<Integer, Long> applied = Map.of();
    private @Nullable Ends awaited;
    private boolean asking;
    private volatile Instant confirmedAt = Instant.EPOCH;

    /**
     * @param regained called before the cache is used again, at the start and after each gap:
     *     events may have been missed, so the cache must be cleared
     */
    CacheFreshness(TopicEnds topicEnds, Duration trustedFor, Clock clock, Runnable regained) {
        this.topicEnds = topicEnds;
        this.trustedFor = trustedFor;
        this.clock = clock;
        this.regained = regained;
    }

    /** Whether the cache may be used. */
    boolean isFresh() {
        return clock.instant().isBefore(confirmedAt.plus(trustedFor));
    }

    /**
     * Asks the broker for the end of the topic. One question at a time, and none until the reader
     * has reached the last answer, which would otherwise keep moving.
     */
    void check() {
        synchronized (this) {
            if (asking || awaited != null) {
                return;
            }
            asking = true;
        }
        Instant asked = clock.instant();
        topicEnds
                .of(Topic.LICENSES.topicName())
                .whenComplete((ends, failure) -> answered(asked, failure == null ? ends : null));
    }

    private synchronized void answered(Instant asked, @Nullable Map<Integer, Long> ends) {
        asking = false;
        if (ends != null) {
            awaited = new Ends(asked, ends);
            confirm();
        }
    }

    /**
     * @param positions the offset of the next event to read, for every partition
     */
    synchronized void onPositions(Map<Integer, Long> positions) {
        applied = Map.copyOf(positions);
        confirm();
    }

    /** The reader has stopped: events may be missed until it reports positions again. */
    synchronized void invalidate() {
        applied = Map.of();
        awaited = null;
        confirmedAt = Instant.EPOCH;
    }

    private void confirm() {
        Ends ends = awaited;
        if (ends == null
                || !ends.offsets().entrySet().stream()
                        .allMatch(
                                end -> applied.getOrDefault(end.getKey(), -1L) >= end.getValue())) {
            return;
        }
        awaited = null;
        if (!ends.asked().isBefore(confirmedAt.plus(trustedFor))) {
            regained.run();
        }
        confirmedAt = ends.asked();
    }
}
