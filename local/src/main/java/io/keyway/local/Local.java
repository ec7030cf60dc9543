package io.keyway.local;

import io.keyway.local.data.RunFile;
import io.keyway.local.process.Child;
import io.keyway.local.process.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The whole system for a test: started as bin/run starts it, killed process by process.
 *
 * <pre>{@code
 * try (Local local = Local.start(home, data, Map.of())) {
 *     local.awaitReady(Duration.ofMinutes(2));
 *     local.kill("order-service");            // kill -9
 *     local.awaitRestart("order-service", 1, Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>The gateway takes a free port unless {@code PORT} is given; the sample is not played and
 * nothing is trained in the background. Process names: kafka, store, partner-service,
 * order-service, license-service, usage-service, gateway.
 */
public final class Local implements AutoCloseable {

    private static final Duration STOP_MAX = Duration.ofMinutes(1);

    private final Path data;
    private final Process launcher;

    private Local(Path data, Process launcher) {
        this.data = data;
        this.launcher = launcher;
    }

    /**
     * Starts the system.
     *
     * @param home the checkout, with all modules packaged
     * @param data an empty folder, or one of an earlier start
     * @param environment settings as in local/README.md
     */
    public static Local start(Path home, Path data, Map<String, String> environment) {
        Path jar = home.resolve("local/target/local-0.1.0-SNAPSHOT.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: package the module local first");
        }
        return start(List.of("-jar", jar.toString(), "--no-sample"), home, data, environment);
    }

    /** As {@link #start}, and plays the sample network. */
    public static Local startWithSample(Path home, Path data, Map<String, String> environment) {
        Path jar = home.resolve("local/target/local-0.1.0-SNAPSHOT.jar");
        return start(List.of("-jar", jar.toString()), home, data, environment);
    }

    /** For tests of this module, which run before its jar is built. */
    static Local startFromClassPath(Path home, Path data, Map<String, String> environment) {
        List<String> program =
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "--no-sample");
        return start(program, home, data, environment);
    }

    private static Local start(
            List<String> program, Path home, Path data, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Program.java().toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"));
        command.addAll(program);
        command.add("--no-train");
        try {
            Files.createDirectories(data);
            File output = data.resolve("launcher.out").toFile();
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
            builder.environment().put("KEYWAY_HOME", home.toString());
            builder.environment().put("KEYWAY_DATA", data.toString());
            builder.environment().put("PORT", "0");
            builder.environment().putAll(environment);
            return new Local(data, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("The launcher cannot be started", e);
        }
    }

    /**
     * Waits until everything is ready.
     *
     * @throws IllegalStateException with the launcher's output if it ends before, or if the time is
     *     over
     */
    public void awaitReady(Duration max) {
        await(
                "ready",
                max,
                () ->
                        RunFile.read(runFile())
                                .filter(run -> run.launcherPid() == launcher.pid())
                                .filter(run -> run.state() == RunFile.State.READY)
                                .isPresent());
    }

    /**
     * Waits until the process has been restarted at least so many times since the launcher's start,
     * and is ready.
     */
    public void awaitRestart(String process, int restarts, Duration max) {
        await(
                process + " restarted",
                max,
                () -> {
                    Child.View view = view(process);
                    return view.restarts() >= restarts && view.state() == Child.State.READY;
                });
    }

    /** Address of the gateway. */
    public String url() {
        return run().url();
    }

    public String kafkaBrokers() {
        return run().kafkaBrokers();
    }

    public String mongodbUri() {
        return run().mongodbUri();
    }

    /** The data folder, with secrets, logs and run.json. */
    public Path data() {
        return data;
    }

    public int port(String process) {
        return view(process).port();
    }

    public int managementPort(String process) {
        return view(process).managementPort();
    }

    public int restarts(String process) {
        return view(process).restarts();
    }

    /** The pid of the process; 0 while it does not run. */
    public long pid(String process) {
        return view(process).pid();
    }

    /** Kills the process as kill -9 does: no shutdown hook runs, nothing is flushed. */
    public void kill(String process) {
        ProcessHandle.of(pid(process)).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Kills the launcher itself; the other processes end by themselves within seconds. */
    public void killLauncher() {
        launcher.destroyForcibly();
    }

    /** Everything that the launcher has printed. */
    public String output() {
        try {
            return Files.readString(data.resolve("launcher.out"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Stops the system as Ctrl-C does; returns when no process is left. */
    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
                throw new IllegalStateException("The launcher does not stop:\n" + output());
            }
        } catch (InterruptedException e) {
            launcher.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    Process launcher() {
        return launcher;
    }

    RunFile run() {
        return RunFile.read(runFile())
                .orElseThrow(() -> new IllegalStateException("No run.json in " + data));
    }

    private Child.View view(String process) {
        Child.View view = run().processes().get(process);
        if (view == null) {
            throw new IllegalArgumentException("No process " + process + " in " + runFile());
        }
        return view;
    }

    private Path runFile() {
        return data.resolve("run.json");
    }

    private void await(String what, Duration max, BooleanSupplier condition) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (!launcher.isAlive()) {
                throw new IllegalStateException("The launcher has ended:\n" + output());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Not %s after %d s:\n%s".formatted(what, max.toSeconds(), output()));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
