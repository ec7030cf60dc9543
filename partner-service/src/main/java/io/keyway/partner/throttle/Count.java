package io.keyway.partner.throttle;

import java.time.Instant;

/**
 * How often something was tried.
 *
 * @param at of the last time, or since when, as the {@link Limit} has it
 */
public record Count(int number, Instant at) {}
