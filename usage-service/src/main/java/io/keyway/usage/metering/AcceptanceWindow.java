package io.keyway.usage.metering;

import java.time.Duration;
import java.time.Instant;

/**
 * How far an event's time may be from the time of its receipt. Both times are in the record, so the
 * decision is the same whenever the log is read again.
 *
 * @param past how far before the receipt, inclusive
 * @param ahead how far after the receipt, inclusive, for senders whose clock is fast
 */
public record AcceptanceWindow(Duration past, Duration ahead) {

    public boolean accepts(Instant time, Instant receivedAt) {
        return !time.isBefore(receivedAt.minus(past)) && !time.isAfter(receivedAt.plus(ahead));
    }

    /** Whether it is outside because it comes too late. */
    public boolean isLate(Instant time, Instant receivedAt) {
        return time.isBefore(receivedAt.minus(past));
    }
}
