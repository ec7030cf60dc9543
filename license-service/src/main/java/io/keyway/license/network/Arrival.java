package io.keyway.license.network;

import io.keyway.contracts.id.Id;
import io.keyway.license.LicenseProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Waits a little for what another service has only just made. Who creates a customer and issues a
 * license to it in the next breath must not be told that there is no such customer; an id says when
 * it was made, so only a young one is waited for.
 */
@Component
public class Arrival {

    private static final Duration YOUNG = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Duration waitMax;
    private final Clock clock;

    Arrival(LicenseProperties settings, Clock clock) {
        this.waitMax = settings.arrivalWait();
        this.clock = clock;
    }

    public <T> Optional<T> of(Id id, Supplier<Optional<T>> look) {
        Optional<T> found = look.get();
        Instant start = clock.instant();
        Instant until = start.plus(waitMax);
        boolean young = madeAt(id).isAfter(start.minus(YOUNG));
        while (young && found.isEmpty() && clock.instant().isBefore(until)) {
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = look.get();
        }
        return found;
    }

    /** The first ten characters of a unique part are its millisecond, in base 32. */
    static Instant madeAt(Id id) {
        long millis = 0;
        for (char digit : id.uniquePart().substring(0, 10).toCharArray()) {
            millis = millis * 32 + "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
        }
        return Instant.ofEpochMilli(millis);
    }
}
