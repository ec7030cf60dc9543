package io.keyway.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of a supervised process, from its start to its end. */
public final class ProcessRun {

    private static final Duration READINESS_CHECK_EVERY = Duration.ofMillis(100);

    /**
     * Ctrl-C and a closed terminal send their signals to every process of the terminal. Only the
     * launcher obeys them: it stops the others in their order.
     */
    private static final String IGNORE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

    private final ProcessSpec spec;
    private final Process process;
    private final long startedNanos = System.nanoTime();
    private volatile boolean readyLineSeen;

    private ProcessRun(ProcessSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
    }

    static ProcessRun start(ProcessSpec spec) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", IGNORE_TERMINAL, "sh"));
        line.addAll(spec.command().line());
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> !isInherited(variable));
        builder.environment().putAll(spec.environment());
        try {
            return new ProcessRun(spec, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("/bin/sh cannot be started", e);
        }
    }

    /** Excludes the launcher's own settings and ports, which would mean something else to it. */
    private static boolean isInherited(String variable) {
        return !variable.startsWith("KEYWAY_")
                && !variable.equals("PORT")
                && !variable.equals("SERVER_PORT");
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Together with the pid it identifies the process: the system uses pids again. */
    Instant startedAt() {
        return startOf(process.toHandle());
    }

    public static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /**
     * Waits for the end of the process.
     *
     * @return its exit code
     */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Copies the output to the log until the process closes it. */
    void logOutput(ProcessLog log) {
        log.follow(
                process.getInputStream(),
                line -> {
                    if (spec.ready() instanceof Ready.Line(String text) && line.contains(text)) {
                        readyLineSeen = true;
                    }
                });
    }

    /**
     * Waits until the process is ready.
     *
     * @return false if it ended before
     */
    boolean awaitReady() throws InterruptedException {
        while (!isReady()) {
            if (!process.isAlive()) {
                return false;
            }
            Thread.sleep(READINESS_CHECK_EVERY);
        }
        return true;
    }

    private boolean isReady() {
        return switch (spec.ready()) {
            case Ready.Http http -> http.now();
            case Ready.Tcp tcp -> tcp.now();
            case Ready.Primary primary -> primary.now();
            case Ready.Line line -> readyLineSeen;
        };
    }

    /**
     * Asks a process with a liveness endpoint whether it is alive, until it ends or fails to answer
     * often enough in succession.
     *
     * @return whether it still runs but no longer answers; false at once without an endpoint
     */
    boolean stopsAnswering(Child.Limits limits) throws InterruptedException {
        if (!(spec.ready() instanceof Ready.Http http)) {
            return false;
        }
        int failures = 0;
        while (process.isAlive() && failures < limits.livenessFailuresMax()) {
            Thread.sleep(limits.livenessCheckEvery());
            failures = http.isAlive() ? 0 : failures + 1;
        }
        return process.isAlive();
    }

    /**
     * Asks the process to stop, and kills it when it does not in time.
     *
     * @return whether it stopped by itself
     */
    boolean stop(Duration max) {
        // Not Process.destroy(): it would close the pipes too, and the last lines would be lost.
        process.toHandle().destroy();
        try {
            if (process.waitFor(max)) {
                return true;
            }
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
