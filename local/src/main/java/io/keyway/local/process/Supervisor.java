package io.keyway.local.process;

import io.keyway.local.output.Console;
import io.keyway.local.output.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the processes, restarts those that end, and stops all in the reverse order. */
public final class Supervisor {

    private final List<Child> children;
    private final Runnable changed;
    private final Object change = new Object();
    private long changes;

    /**
     * Creates the supervisor; nothing is started.
     *
     * @param changed called whenever a process has another state or pid
     */
    public Supervisor(
            List<ProcessSpec> specs,
            Child.Limits limits,
            Path logs,
            Console console,
            Runnable changed) {
        this.changed = changed;
        this.children =
                specs.stream()
                        .map(
                                spec ->
                                        new Child(
                                                spec,
                                                limits,
                                                new ProcessLog(spec.name(), logs, console),
                                                console,
                                                this::onChange))
                        .toList();
    }

    public void start(ProcessSpec.Stage... stages) {
        in(stages).forEach(Child::start);
    }

    /**
     * Waits until every process of the stages is ready.
     *
     * @throws Refusal if one of them cannot start, or if the time is over
     */
    public void awaitReady(Duration max, ProcessSpec.Stage... stages) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (true) {
            long seen;
            synchronized (change) {
                seen = changes;
            }
            List<Child> waiting = new ArrayList<>();
            for (Child child : in(stages)) {
                switch (child.state()) {
                    case READY -> {}
                    case FAILED -> throw new Refusal(withLastLines("cannot be started", child));
                    case STOPPED -> throw new InterruptedException("stopped while starting");
                    case STARTING, DOWN -> waiting.add(child);
                }
            }
            if (waiting.isEmpty()) {
                return;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                String problem = "is not ready after %d s".formatted(max.toSeconds());
                throw new Refusal(withLastLines(problem, waiting.getFirst()));
            }
            synchronized (change) {
                if (seen == changes) {
                    change.wait(Math.max(1, Duration.ofNanos(left).toMillis()));
                }
            }
        }
    }

    /** Stops all processes; returns when none is left. */
    public void stop() {
        for (ProcessSpec.Stage stage : Arrays.asList(ProcessSpec.Stage.values()).reversed()) {
            List<Thread> stops =
                    in(stage).stream().map(child -> Thread.ofVirtual().start(child::stop)).toList();
            for (Thread stop : stops) {
                try {
                    stop.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Kills all processes at once, for those whose data is not needed. */
    public void kill() {
        children.forEach(Child::kill);
    }

    public Map<String, Child.View> view() {
        Map<String, Child.View> view = new LinkedHashMap<>();
        children.forEach(child -> view.put(child.spec().name(), child.view()));
        return view;
    }

    private List<Child> in(ProcessSpec.Stage... stages) {
        List<ProcessSpec.Stage> wanted = Arrays.asList(stages);
        return children.stream().filter(child -> wanted.contains(child.spec().stage())).toList();
    }

    private void onChange() {
        synchronized (change) {
            changes++;
            change.notifyAll();
        }
        changed.run();
    }

    private static String withLastLines(String problem, Child child) {
        return "%s %s. Its last lines (all of them in %s):%n%n  %s"
                .formatted(
                        child.spec().name(),
                        problem,
                        child.log().file(),
                        String.join(System.lineSeparator() + "  ", child.log().lastLines()));
    }
}
