package io.keyway.kit.bus;

import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** On the management port: {@code GET} lists the dead letters, {@code POST} replays them. */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

    private static final int SHOWN_MAX = 100;

    private final DeadLetters deadLetters;

    DeadLettersEndpoint(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @ReadOperation
    public List<DeadLetters.DeadLetter> waiting() {
        return deadLetters.waiting(SHOWN_MAX);
    }

    @WriteOperation
    public DeadLetters.Replay replay() {
        return deadLetters.replay();
    }
}
