package io.keyway.partner.throttle;

import java.time.Instant;

/**
 * How often something was tried.
 *
 * @param at time of the last try ({@link Limit.Backoff}) or of the first ({@link
 *     Limit.FixedWindow})
 */
public record Count(int number, Instant at) {}
