package io.keyway.partner.throttle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides from a count when something may be tried again. */
public sealed interface Limit {

    /**
     * How long to wait before the next try.
     *
     * @return zero if it may be tried now
     */
    Duration waitTime(@Nullable Count count, Instant now);

    /** The count after one more try. */
    Count next(@Nullable Count count, Instant now);

    /** How long after its instant a count is needed. */
    Duration retention();

    /**
     * Exponential backoff: after some free tries there is a pause before each, twice as long each
     * time.
     *
     * @param free tries before the first pause
     * @param first the first pause
     * @param max the longest pause
     * @param retention how long after the last try the count is forgotten
     */
    record Backoff(int free, Duration first, Duration max, Duration retention) implements Limit {

        /** More would overflow; 2^30 times any first pause is longer than any longest one. */
        private static final int DOUBLINGS_MAX = 30;

        private static final int NUMBER_MAX = 1_000_000;

        @Override
        public Duration waitTime(@Nullable Count count, Instant now) {
            if (count == null || count.number() < free) {
                return Duration.ZERO;
            }
            int doublings = Math.min(count.number() - free, DOUBLINGS_MAX);
            Duration pause = first.multipliedBy(1L << doublings);
            Duration capped = pause.compareTo(max) > 0 ? max : pause;
            return remaining(count.at().plus(capped), now);
        }

        @Override
        public Count next(@Nullable Count count, Instant now) {
            return new Count(count == null ? 1 : Math.min(count.number() + 1, NUMBER_MAX), now);
        }
    }

    /**
     * A maximum of tries in a window of time that begins with the first.
     *
     * @param max tries in the window
     * @param window length of the window
     */
    record FixedWindow(int max, Duration window) implements Limit {

        @Override
        public Duration waitTime(@Nullable Count count, Instant now) {
            return count == null || count.number() < max
                    ? Duration.ZERO
                    : remaining(count.at().plus(window), now);
        }

        @Override
        public Count next(@Nullable Count count, Instant now) {
            return count == null || remaining(count.at().plus(window), now).isZero()
                    ? new Count(1, now)
                    : new Count(count.number() + 1, count.at());
        }

        @Override
        public Duration retention() {
            return window;
        }
    }

    private static Duration remaining(Instant end, Instant now) {
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }
}
