package io.keyway.usage.corrections;

import io.keyway.usage.ingest.UsageTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Puts stored corrections on the topic of usage. One may be sent more than once, by several
 * processes too: it counts once.
 */
@Component
class SendCorrections {

    /** One that was stored just now is being sent by its request. */
    private static final Duration SENDING = Duration.ofSeconds(30);

    private static final int AT_ONCE = 100;

    private final UsageCorrections corrections;
    private final UsageTopic topic;
    private final Clock clock;

    SendCorrections(UsageCorrections corrections, UsageTopic topic, Clock clock) {
        this.corrections = corrections;
        this.topic = topic;
        this.clock = clock;
    }

    /** If the bus is away, a later round sends it. */
    void send(UsageCorrection correction) {
        send(List.of(correction));
    }

    void send(List<UsageCorrection> some) {
        if (topic.put(some.stream().map(UsageCorrection::toRecord).toList())) {
            some.forEach(corrections::sent);
        }
    }

    /** Sends what a request has left unsent, because the bus was away or its process died. */
    void sendUnsent() {
        corrections.unsent(clock.instant().minus(SENDING), AT_ONCE).forEach(this::send);
    }
}
