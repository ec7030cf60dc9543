package io.keyway.license.validation;

import io.keyway.contracts.Topic;
import io.keyway.kit.bus.TopicEnds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether every event of a license that was told up to a moment ago has been heard. The bus says
 * where the topic ends; once this instance has read up to there, all is heard that was told before
 * the question. Without an answer, or without progress, trust ends by itself: nothing has to notice
 * that the bus is cut off.
 */
final class CacheFreshness {

    /** Where the topic ended at a moment after {@code asked}. */
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
     * @param regained called before trust begins, at the start and after each gap: what is known
     *     from before may have changed unheard
     */
    CacheFreshness(TopicEnds topicEnds, Duration trustedFor, Clock clock, Runnable regained) {
        this.topicEnds = topicEnds;
        this.trustedFor = trustedFor;
        this.clock = clock;
        this.regained = regained;
    }

    boolean holds() {
        return clock.instant().isBefore(confirmedAt.plus(trustedFor));
    }

    /**
     * One question at a time, and none while the last answer is not reached: that would move on.
     */
    void ask() {
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
     * @param positions the offset of the next event to be heard, of every partition that is read
     */
    synchronized void applied(Map<Integer, Long> positions) {
        applied = Map.copyOf(positions);
        confirm();
    }

    /** Events may be missed from now on, until positions come again. */
    synchronized void lost() {
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
