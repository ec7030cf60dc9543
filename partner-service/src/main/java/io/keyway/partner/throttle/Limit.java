package io.keyway.partner.throttle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something may be tried again. */
public sealed interface Limit {

    /**
     * @return zero if it may be tried now
     */
    Duration wait(@Nullable Count count, Instant now);

    /** The count with one more. */
    Count next(@Nullable Count count, Instant now);

    /** How long after its instant a count says something. */
    Duration kept();

    /**
     * After so many tries there is a pause before each, twice as long each time.
     *
     * @param free tries before the first pause
     * @param max the longest pause
     * @param kept how long after the last try all are forgotten
     */
    record Backoff(int free, Duration first, Duration max, Duration kept) implements Limit {

        /** 2^30 times any first pause is longer than any longest. */
        private static final int DOUBLINGS_MAX = 30;

        private static final int NUMBER_MAX = 1_000_000;

        @Override
        public Duration wait(@Nullable Count count, Instant now) {
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
     * So many in a span of time, which begins with the first.
     *
     * @param max tries in the span
     */
    record PerSpan(int max, Duration span) implements Limit {

        @Override
        public Duration wait(@Nullable Count count, Instant now) {
            return count == null || count.number() < max
                    ? Duration.ZERO
                    : remaining(count.at().plus(span), now);
        }

        @Override
        public Count next(@Nullable Count count, Instant now) {
            return count == null || remaining(count.at().plus(span), now).isZero()
                    ? new Count(1, now)
                    : new Count(count.number() + 1, count.at());
        }

        @Override
        public Duration kept() {
            return span;
        }
    }

    private static Duration remaining(Instant end, Instant now) {
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }
}
