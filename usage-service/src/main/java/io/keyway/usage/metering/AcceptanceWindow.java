package io.keyway.usage.metering;

import java.time.Duration;
import java.time.Instant;

/**
 * How far an event's time may lie from the moment it was received. Both are in the record, so the
 * decision is the same whenever the log is read again.
 *
 * @param past oldest accepted, inclusive
 * @param ahead newest accepted, inclusive: clocks of senders run fast
 */
public record AcceptanceWindow(Duration past, Duration ahead) {

    public boolean accepts(Instant time, Instant receivedAt) {
        return !time.isBefore(receivedAt.minus(past)) && !time.isAfter(receivedAt.plus(ahead));
    }
}
