package io.keyway.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One supervised process: started, watched until ready, started again when it dies. */
final class Child {

    enum State {
        STARTING,
        READY,
        /** Died; the next start comes after a pause. */
        DOWN,
        /** Never came up, and is not tried any more. */
        FAILED,
        STOPPED
    }

    /**
     * @param pauseMin before the first restart
     * @param pauseMax the pause doubles up to this
     * @param steadyAfter a process that lived this long begins at the shortest pause again
     * @param firstStartsMax a process that has never been ready is given up after as many tries
     * @param stopMax what an orderly stop may take before the process is killed
     * @param lookEvery how often a process that was ready is asked whether it is alive
     * @param silencesMax after as many questions in succession without a yes it is killed, and
     *     started again
     */
    record Limits(
            Duration pauseMin,
            Duration pauseMax,
            Duration steadyAfter,
            int firstStartsMax,
            Duration stopMax,
            Duration lookEvery,
            int silencesMax) {

        static final Limits STANDARD =
                new Limits(
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        3,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        6);
    }

    /** As seen from outside, at one moment. */
    record View(
            State state,
            long pid,
            Instant pidStartedAt,
            int restarts,
            int port,
            int managementPort) {}

    private static final Duration PROBE_EVERY = Duration.ofMillis(100);

    /**
     * Ctrl-C and a closed terminal reach every process of the terminal at once. Only the launcher
     * obeys them: it stops the others in their order.
     */
    private static final String IGNORE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

    /** What the launcher alone may know, or what would mean something else to a child. */
    private static boolean isInherited(String variable) {
        return !variable.startsWith("KEYWAY_")
                && !variable.equals("PORT")
                && !variable.equals("SERVER_PORT");
    }

    private final ProcessSpec spec;
    private final Limits limits;
    private final ProcessLog log;
    private final Console console;
    private final Runnable changed;
    private final CountDownLatch stop = new CountDownLatch(1);

    private State state = State.DOWN;
    private @Nullable Process process;
    private int restarts;
    private boolean everReady;

    Child(ProcessSpec spec, Limits limits, ProcessLog log, Console console, Runnable changed) {
        this.spec = spec;
        this.limits = limits;
        this.log = log;
        this.console = console;
        this.changed = changed;
    }

    ProcessSpec spec() {
        return spec;
    }

    ProcessLog log() {
        return log;
    }

    void start() {
        Thread.ofPlatform().daemon().name("supervise-" + spec.name()).start(this::supervise);
    }

    /** Returns when the process is gone; the second call waits for the first. */
    void stop() {
        Process running;
        synchronized (this) {
            stop.countDown();
            running = process;
            state = State.STOPPED;
        }
        if (running != null) {
            end(running);
        }
        changed.run();
    }

    void kill() {
        Process running;
        synchronized (this) {
            stop.countDown();
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
    }

    synchronized State state() {
        return state;
    }

    synchronized View view() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return new View(state, 0, Instant.EPOCH, restarts, spec.port(), spec.managementPort());
        }
        return new View(
                state,
                running.pid(),
                startOf(running.toHandle()),
                restarts,
                spec.port(),
                spec.managementPort());
    }

    static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private void supervise() {
        Duration pause = limits.pauseMin();
        try {
            for (int tries = 1; ; tries++) {
                Run run = launch();
                if (run == null) {
                    return;
                }
                Thread reader = Thread.ofVirtual().start(run::read);
                Thread.ofVirtual().start(run::watch);
                int code = run.process.waitFor();
                reader.join(Duration.ofSeconds(1));

                if (run.age().compareTo(limits.steadyAfter()) > 0) {
                    pause = limits.pauseMin();
                }
                if (!isTriedAgain(code, tries, pause)
                        || stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(limits.pauseMax()) < 0 ? doubled : limits.pauseMax();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when the stop was faster. */
    private @Nullable Run launch() {
        Run run;
        synchronized (this) {
            if (stop.getCount() == 0) {
                return null;
            }
            List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", IGNORE_TERMINAL, "sh"));
            line.addAll(spec.command().line());
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().keySet().removeIf(variable -> !isInherited(variable));
            builder.environment().putAll(spec.environment());
            try {
                run = new Run(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException("/bin/sh cannot be started", e);
            }
            process = run.process;
            state = State.STARTING;
        }
        changed.run();
        return run;
    }

    private boolean isTriedAgain(int code, int tries, Duration pause) {
        boolean again;
        synchronized (this) {
            if (stop.getCount() == 0) {
                return false;
            }
            again = everReady || tries < limits.firstStartsMax();
            state = again ? State.DOWN : State.FAILED;
            if (again) {
                restarts++;
            }
        }
        console.line(
                spec.name(),
                again
                        ? "ended (%d), starting again in %s s".formatted(code, seconds(pause))
                        : "ended (%d), given up after %d tries".formatted(code, tries));
        changed.run();
        return again;
    }

    private void end(Process running) {
        // Not Process.destroy(): it would close the pipes too, and the last lines would be lost.
        running.toHandle().destroy();
        try {
            if (!running.waitFor(limits.stopMax())) {
                console.line(
                        spec.name(),
                        "does not stop within %s s, killed".formatted(seconds(limits.stopMax())));
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    /** One life of the process. */
    private final class Run {

        private final Process process;
        private final long begin = System.nanoTime();
        private volatile boolean lineSeen;

        Run(Process process) {
            this.process = process;
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begin);
        }

        void read() {
            log.follow(
                    process.getInputStream(),
                    line -> {
                        if (spec.ready() instanceof Ready.Line(String text)
                                && line.contains(text)) {
                            lineSeen = true;
                        }
                    });
        }

        void watch() {
            try {
                while (!isReady()) {
                    if (!process.isAlive()) {
                        return;
                    }
                    Thread.sleep(PROBE_EVERY);
                }
                becomeReady();
                if (spec.ready() instanceof Ready.Http http) {
                    watchLife(http);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Kills a process that runs but no longer answers, so that it is started again. */
        private void watchLife(Ready.Http http) throws InterruptedException {
            int silences = 0;
            while (process.isAlive() && silences < limits.silencesMax()) {
                Thread.sleep(limits.lookEvery());
                silences = http.isAlive() ? 0 : silences + 1;
            }
            if (process.isAlive()) {
                console.line(
                        spec.name(),
                        "was silent %d times in succession, killed".formatted(silences));
                process.destroyForcibly();
            }
        }

        private boolean isReady() {
            return switch (spec.ready()) {
                case Ready.Http http -> http.now();
                case Ready.Tcp tcp -> tcp.now();
                case Ready.Primary primary -> primary.now();
                case Ready.Line line -> lineSeen;
            };
        }

        private void becomeReady() {
            boolean first;
            synchronized (Child.this) {
                if (Child.this.process != process || state != State.STARTING) {
                    return;
                }
                state = State.READY;
                first = !everReady;
                everReady = true;
            }
            console.line(
                    spec.name(),
                    "%s after %s s, port %d, pid %d"
                            .formatted(
                                    first ? "ready" : "ready again",
                                    seconds(age()),
                                    spec.port(),
                                    process.pid()));
            changed.run();
        }
    }
}
