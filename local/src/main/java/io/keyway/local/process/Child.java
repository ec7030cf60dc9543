package io.keyway.local.process;

import io.keyway.local.output.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One supervised process: started, watched until ready, restarted when it ends. */
public final class Child {

    /** As run.json names the states; {@link ChildState} has what is known in each. */
    public enum State {
        STARTING,
        READY,
        /** Ended; the next start comes after a pause. */
        DOWN,
        /** Has never been ready, and is not started again. */
        FAILED,
        STOPPED
    }

    /**
     * @param pauseMin before the first restart
     * @param pauseMax the pause doubles up to this
     * @param steadyAfter a process that ran this long begins at the shortest pause again
     * @param firstStartsMax a process that has never been ready is given up after so many starts
     * @param stopMax what an orderly stop may take before the process is killed
     * @param livenessCheckEvery how often a ready process is asked whether it is alive
     * @param livenessFailuresMax after so many failed checks in succession it is killed and
     *     restarted
     */
    public record Limits(
            Duration pauseMin,
            Duration pauseMax,
            Duration steadyAfter,
            int firstStartsMax,
            Duration stopMax,
            Duration livenessCheckEvery,
            int livenessFailuresMax) {

        public static final Limits STANDARD =
                new Limits(
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        3,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        6);
    }

    /**
     * As run.json shows it.
     *
     * @param pid 0 while it does not run
     * @param pidStartedAt the epoch while it does not run
     * @param restarts since the launcher's start
     */
    public record View(
            State state,
            long pid,
            Instant pidStartedAt,
            int restarts,
            int port,
            int managementPort) {}

    private static final Duration LAST_OUTPUT_MAX = Duration.ofSeconds(1);

    private final ProcessSpec spec;
    private final Limits limits;
    private final ProcessLog log;
    private final Console console;
    private final Runnable onChange;
    private final CountDownLatch stop = new CountDownLatch(1);

    private ChildState state = new ChildState.Down();
    private int restarts;
    private boolean everReady;

    /**
     * @param onChange called after every change of state or pid
     */
    Child(ProcessSpec spec, Limits limits, ProcessLog log, Console console, Runnable onChange) {
        this.spec = spec;
        this.limits = limits;
        this.log = log;
        this.console = console;
        this.onChange = onChange;
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
        Optional<ProcessRun> running;
        synchronized (this) {
            stop.countDown();
            running = state.currentRun();
            state =
                    running.<ChildState>map(ChildState.Stopping::new)
                            .orElse(new ChildState.Stopped());
        }
        running.ifPresent(this::stop);
        onChange.run();
    }

    private void stop(ProcessRun run) {
        if (!run.stop(limits.stopMax())) {
            console.line(
                    spec.name(),
                    "does not stop within %s s, killed".formatted(seconds(limits.stopMax())));
        }
        synchronized (this) {
            state = new ChildState.Stopped();
        }
    }

    /** Ends the process at once; it is not restarted. */
    void kill() {
        Optional<ProcessRun> running;
        synchronized (this) {
            stop.countDown();
            running = state.currentRun();
        }
        running.ifPresent(ProcessRun::kill);
    }

    synchronized State state() {
        return state.name();
    }

    synchronized View view() {
        Optional<ProcessRun> running = state.currentRun().filter(ProcessRun::isAlive);
        return new View(
                state.name(),
                running.map(ProcessRun::pid).orElse(0L),
                running.map(ProcessRun::startedAt).orElse(Instant.EPOCH),
                restarts,
                spec.port(),
                spec.managementPort());
    }

    private void supervise() {
        Duration pause = limits.pauseMin();
        try {
            for (int starts = 1; ; starts++) {
                Optional<ProcessRun> started = launch();
                if (started.isEmpty()) {
                    return;
                }
                ProcessRun run = started.get();
                Thread reader = Thread.ofVirtual().start(() -> run.logOutput(log));
                Thread.ofVirtual().start(() -> watch(run));
                int code = run.awaitEnd();
                reader.join(LAST_OUTPUT_MAX);

                if (run.age().compareTo(limits.steadyAfter()) > 0) {
                    pause = limits.pauseMin();
                }
                if (!isStartedAgain(code, starts, pause)
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

    /** Empty when the child was stopped before. */
    private Optional<ProcessRun> launch() {
        ProcessRun run;
        synchronized (this) {
            if (stop.getCount() == 0) {
                return Optional.empty();
            }
            run = ProcessRun.start(spec);
            state = new ChildState.Starting(run);
        }
        onChange.run();
        return Optional.of(run);
    }

    private boolean isStartedAgain(int code, int starts, Duration pause) {
        boolean again;
        synchronized (this) {
            if (stop.getCount() == 0) {
                return false;
            }
            again = everReady || starts < limits.firstStartsMax();
            state = again ? new ChildState.Down() : new ChildState.Failed();
            if (again) {
                restarts++;
            }
        }
        console.line(
                spec.name(),
                again
                        ? "ended (%d), starting again in %s s".formatted(code, seconds(pause))
                        : "ended (%d), given up after %d tries".formatted(code, starts));
        onChange.run();
        return again;
    }

    /** Announces that the process is ready, and kills it when it stops answering. */
    private void watch(ProcessRun run) {
        try {
            if (!run.awaitReady()) {
                return;
            }
            becomeReady(run);
            if (run.stopsAnswering(limits)) {
                console.line(
                        spec.name(),
                        "was silent %d times in succession, killed"
                                .formatted(limits.livenessFailuresMax()));
                run.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void becomeReady(ProcessRun run) {
        boolean first;
        synchronized (this) {
            if (!(state instanceof ChildState.Starting(ProcessRun starting)) || starting != run) {
                return;
            }
            state = new ChildState.Ready(run);
            first = !everReady;
            everReady = true;
        }
        console.line(
                spec.name(),
                "%s after %s s, port %d, pid %d"
                        .formatted(
                                first ? "ready" : "ready again",
                                seconds(run.age()),
                                spec.port(),
                                run.pid()));
        onChange.run();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
