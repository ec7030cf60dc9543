package io.keyway.bench;

import java.time.Duration;

/**
 * How much is measured: each loop ends by count or by time, whichever comes first.
 *
 * @param starts pairs of a first and a second start
 * @param warmUps repetitions before a chain is measured
 * @param orders immediate orders that are timed
 * @param calls on-demand issues and validations that are timed, of each
 * @param rounds of the gateway and of the direct call, in turn
 * @param warmUp of each of the two before the rounds
 * @param round duration of one round
 * @param eventWarmUps rounds of both batch sizes at most, before the rate is taken as it is
 * @param eventRounds rounds per batch size, in turn
 * @param eventRound how long events are sent in a round
 * @param eventsMax events of a round at most; the round ends when all are counted
 * @param probes events whose way into a partner's total is timed
 * @param bareMax records of a round of the broker alone at most
 * @param asking requests per second of other clients, beside which events are reported
 * @param volumeRounds large orders that are timed
 * @param volume licenses of a large order
 * @param payers partners whose month is closed
 * @param closedEvents events of that month
 * @param takeovers kills with each state of the window of event ids
 * @param identities event ids of a full window
 * @param grown licenses of the large store; it has a fiftieth as many customers and ten times as
 *     many events, and the small store has a hundredth of everything
 * @param growthWarmUps repetitions of each request before it is measured on the small store
 * @param settles pause after a store was filled
 * @param idle how long no client calls
 */
record Limits(
        int starts,
        int warmUps,
        int orders,
        int calls,
        int rounds,
        Duration warmUp,
        Duration round,
        int eventWarmUps,
        int eventRounds,
        Duration eventRound,
        int eventsMax,
        int probes,
        int bareMax,
        int asking,
        int volumeRounds,
        int volume,
        int payers,
        int closedEvents,
        int takeovers,
        int identities,
        int grown,
        int growthWarmUps,
        Duration settles,
        Duration idle) {

    /** For results that are published. */
    static final Limits STANDARD =
            new Limits(
                    3,
                    10,
                    50,
                    100,
                    5,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(4),
                    30,
                    5,
                    Duration.ofSeconds(5),
                    200_000,
                    300,
                    400_000,
                    200,
                    3,
                    100_000,
                    1_000,
                    1_000_000,
                    3,
                    20_000_000,
                    100_000,
                    400,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30));

    /** To see that the benchmark works. Nothing is warm, so the numbers mean nothing. */
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
                    1,
                    Duration.ofSeconds(1),
                    5_000,
                    10,
                    20_000,
                    100,
                    1,
                    2_000,
                    40,
                    8_000,
                    1,
                    200_000,
                    15_000,
                    10,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3));

    /** The longest wait for other services; then the group fails. */
    static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);

    /** The same for a large order, a large store and a close. */
    static final Duration VOLUME_WITHIN = Duration.ofMinutes(10);

    /** Attempts of a call that is refused with 503 because a service has not caught up. */
    static final int TRIES_MAX = 5;

    static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
}
