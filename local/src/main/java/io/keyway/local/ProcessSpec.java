package io.keyway.local;

import java.util.List;
import java.util.Map;

/**
 * One process: what starts it, and how it shows that it is ready.
 *
 * @param port where it takes requests
 * @param managementPort health and metrics; the same as the port where it has no other
 * @param environment besides what every process inherits
 */
record ProcessSpec(
        String name,
        Stage stage,
        int port,
        int managementPort,
        Command command,
        Map<String, String> environment,
        Ready ready) {

    interface Command {

        /** Asked at every start: a start-up cache may have appeared meanwhile. */
        List<String> line();
    }

    ProcessSpec with(Command other) {
        return new ProcessSpec(name, stage, port, managementPort, other, environment, ready);
    }

    /** Stops go through the stages backwards, each waiting for the one before. */
    enum Stage {
        /** Broker and store: nothing else starts before they are ready. */
        FOUNDATION,
        SERVICES,
        /** What the world talks to: first to stop, so that nobody sees half a system. */
        GATE
    }
}
