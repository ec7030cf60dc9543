package io.keyway.bench;

import java.time.Duration;

/**
 * How much of everything: each loop ends by count or by time, whichever comes first.
 *
 * @param starts pairs of a first and a second start
 * @param warmUps repetitions before a chain is measured
 * @param orders immediate orders that are timed
 * @param calls on-demand issues and validations that are timed, of each
 * @param rounds of the gateway and of the direct call, in turn
 * @param warmUp of each of the two before the rounds
 * @param round how long one lasts
 * @param eventRounds per batch size, in turn
 * @param eventRound how long events are sent in one
 * @param eventsMax sent in one round; the rest of it is waiting until they are counted
 * @param asking requests of others in a second, beside which events are reported
 * @param volumeRounds large orders that are timed
 * @param volume licenses of a large order
 * @param grown licenses of the large store; customers are a fiftieth of it, events ten times it,
 *     and the small store holds a hundredth
 * @param growthWarmUps repetitions of each request before it is measured on the small store
 * @param settles after a store was filled
 * @param idle how long nobody calls
 */
record Limits(
        int starts,
        int warmUps,
        int orders,
        int calls,
        int rounds,
        Duration warmUp,
        Duration round,
        int eventRounds,
        Duration eventRound,
        int eventsMax,
        int asking,
        int volumeRounds,
        int volume,
        int grown,
        int growthWarmUps,
        Duration settles,
        Duration idle) {

    /** What may be quoted. */
    static final Limits STANDARD =
            new Limits(
                    3,
                    10,
                    50,
                    100,
                    5,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(4),
                    3,
                    Duration.ofSeconds(5),
                    60_000,
                    200,
                    3,
                    100_000,
                    100_000,
                    400,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30));

    /** To see that the benchmark works. Its numbers say nothing: next to nothing is warm. */
    static final Limits QUICK =
            new Limits(
                    1,
                    2,
                    5,
                    10,
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1,
                    Duration.ofSeconds(1),
                    5_000,
                    100,
                    1,
                    2_000,
                    15_000,
                    10,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3));

    /** Whatever has not come about by then will not, and the group fails. */
    static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);

    /** The same for a large order. */
    static final Duration VOLUME_WITHIN = Duration.ofMinutes(10);

    /** A call that nothing was done for, because a service had not heard yet, is tried as often. */
    static final int TRIES_MAX = 5;

    static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
}
