package io.keyway.local.process;

import java.util.List;
import java.util.Map;

/**
 * A process to run: its command, and how it shows that it is ready.
 *
 * @param port where it takes requests
 * @param managementPort health and metrics; the same as {@code port} for broker and store
 * @param environment added to what every process inherits
 */
public record ProcessSpec(
        String name,
        Stage stage,
        int port,
        int managementPort,
        Command command,
        Map<String, String> environment,
        Ready ready) {

    public interface Command {

        /** Called at every start, because a start-up cache may have been made meanwhile. */
        List<String> line();
    }

    public ProcessSpec with(Command other) {
        return new ProcessSpec(name, stage, port, managementPort, other, environment, ready);
    }

    /**
     * Starts go through the stages in this order, stops backwards, each waiting for the one before.
     */
    public enum Stage {
        /** Broker and store: nothing else starts before they are ready. */
        FOUNDATION,
        SERVICES,
        /** Takes requests from outside: stops first, so that no caller sees half a system. */
        GATE
    }
}
