package io.keyway.local;

import io.keyway.local.client.RetryingClient;
import io.keyway.local.data.DataFolder;
import io.keyway.local.data.RunFile;
import io.keyway.local.output.Console;
import io.keyway.local.output.Refusal;
import io.keyway.local.process.Child;
import io.keyway.local.process.ProcessSpec;
import io.keyway.local.process.Supervisor;
import io.keyway.local.sample.Sample;
import io.keyway.local.sample.SampleNetwork;
import io.keyway.local.system.EnvironmentFile;
import io.keyway.local.system.Images;
import io.keyway.local.system.Ports;
import io.keyway.local.system.Processes;
import io.keyway.local.system.Secrets;
import io.keyway.local.system.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** What bin/run starts: the whole system, until Ctrl-C. */
public final class Launcher {

    /** The longest start of a process, on a slow machine that has just built it. */
    private static final Duration READY_MAX = Duration.ofMinutes(3);

    /** The training is told to end at once, and has this long to delete its files. */
    private static final Duration TRAINING_STOP_MAX = Duration.ofSeconds(3);

    /** Right after the start the user needs the processors. */
    private static final Duration QUIET_BEFORE_TRAINING = Duration.ofSeconds(10);

    private static final String IMAGES = "local/target/images";

    private final Settings settings;
    private final Console console;
    private final DataFolder data;
    private final Map<String, Integer> ports;
    private final Processes processes;
    private final Images images;
    private final Instant startedAt = Instant.now();
    private RunFile.State state = RunFile.State.STARTING;
    private @Nullable Long readyAfterMillis;
    private @Nullable Supervisor supervisor;

    private Launcher(Settings settings, Console console, DataFolder data)
            throws InterruptedException {
        this.settings = settings;
        this.console = console;
        this.data = data;
        RunFile previous = RunFile.read(data.runFile()).orElse(null);
        if (previous != null) {
            data.endLeftovers(previous);
        }
        this.ports = Ports.choose(settings.ports(), previous == null ? Map.of() : previous.ports());
        this.images = new Images(settings.home().resolve(IMAGES));
        this.processes = new Processes(settings, ports, Secrets.in(data.secrets()), data, images);
    }

    public static void main(String[] args) {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(Settings.USAGE);
            return;
        }
        try {
            loadAll();
            Settings settings = Settings.from(System.getenv(), List.of(args));
            Console console = new Console(System.out, settings.verbose());
            if (settings.training() == Settings.Training.ONLY) {
                train(settings, console);
                return;
            }
            new Launcher(settings, console, DataFolder.open(settings.data())).run();
        } catch (Refusal e) {
            System.err.println(System.lineSeparator() + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            // Stopped while starting; the shutdown hook does the rest.
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /**
     * Loads all classes of this module at once, because a build may replace its jar while it runs.
     */
    private static void loadAll() throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path"));
        if (!jar.toString().endsWith(".jar")) {
            return;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            for (String entry : file.stream().map(Object::toString).toList()) {
                if (entry.startsWith("io/keyway/local/") && entry.endsWith(".class")) {
                    String name = entry.replace(".class", "").replace('/', '.');
                    Class.forName(name, false, Launcher.class.getClassLoader());
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IOException(jar + " is not complete", e);
        }
    }

    private void run() throws InterruptedException {
        List<ProcessSpec> specs = withoutTheOneRunByHand(processes.all());
        Supervisor all =
                new Supervisor(
                        specs, Child.Limits.STANDARD, data.logs(), console, this::writeRunFile);
        supervisor = all;
        Trainer trainer = new Trainer(settings, images, data.logs(), true, console);
        Thread training = Thread.ofPlatform().daemon().unstarted(() -> trainInBackground(trainer));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(all, trainer, training)));

        console.say("Keyway starts, with its data in " + data.path());
        all.start(ProcessSpec.Stage.FOUNDATION);
        all.awaitReady(READY_MAX, ProcessSpec.Stage.FOUNDATION);
        all.start(ProcessSpec.Stage.SERVICES, ProcessSpec.Stage.GATE);
        all.awaitReady(READY_MAX, ProcessSpec.Stage.SERVICES, ProcessSpec.Stage.GATE);
        ready();
        if (settings.sample()) {
            playSample();
        }

        if (settings.training() == Settings.Training.IN_BACKGROUND && Trainer.lacksCache(specs)) {
            training.start();
        }
        Thread.currentThread().join();
    }

    private List<ProcessSpec> withoutTheOneRunByHand(List<ProcessSpec> all) {
        List<ProcessSpec> supervised = new ArrayList<>();
        for (ProcessSpec spec : all) {
            if (spec.name().equals(settings.without())) {
                EnvironmentFile file = new EnvironmentFile(data.environment(spec.name()));
                file.write(spec.environment());
                console.say(
                        "%s is not started: run it with the environment in %s"
                                .formatted(spec.name(), file.path()));
            } else {
                supervised.add(spec);
            }
        }
        return supervised;
    }

    private void ready() {
        long millis = Duration.between(startedAt, Instant.now()).toMillis();
        synchronized (this) {
            if (state != RunFile.State.STARTING) {
                return;
            }
            state = RunFile.State.READY;
            readyAfterMillis = millis;
        }
        writeRunFile();
        console.say("");
        console.say("Keyway is ready at " + processes.url());
        console.say("");
        console.say(
                "  sign in    %s / %s".formatted(settings.adminEmail(), settings.shownPassword()));
        console.say("  store      " + processes.database().description());
        console.say("  logs       " + data.logs());
        console.say("  stop       Ctrl-C");
        console.say("");
    }

    /**
     * Plays the sample network. A failure is only reported, because the system is useful without
     * the sample; the next start continues it.
     */
    private void playSample() throws InterruptedException {
        RetryingClient api =
                new RetryingClient(processes.url() + "/api/v1/", RetryingClient.Limits.STANDARD);
        Sample sample = new Sample(api, data.sampleDone(), line -> console.line("sample", line));
        try {
            if (sample.play(new SampleNetwork(settings.adminEmail(), settings.adminPassword()))) {
                console.say("");
                console.say(
                        "The sample network is there. Its people sign in with "
                                + SampleNetwork.PASSWORD
                                + ":");
                SampleNetwork.SIGN_INS.forEach(email -> console.say("  " + email));
                console.say("");
            }
        } catch (RetryingClient.CallFailed | IllegalStateException e) {
            console.say(
                    "The sample has stopped: " + e.getMessage() + ". The next start plays it on.");
        }
    }

    private void trainInBackground(Trainer trainer) {
        try {
            Thread.sleep(QUIET_BEFORE_TRAINING);
            trainer.train();
        } catch (InterruptedException e) {
            // Stopped; missing caches are made after another start.
        } catch (RuntimeException e) {
            console.say("The start-up caches could not be trained: " + e.getMessage());
        }
    }

    private static void train(Settings settings, Console console) throws InterruptedException {
        console.say("Training the start-up caches, once per build …");
        Images images = new Images(settings.home().resolve(IMAGES));
        Path logs = settings.data().resolve("logs");
        try (Trainer trainer = new Trainer(settings, images, logs, false, console)) {
            trainer.train();
        }
    }

    private void stop(Supervisor all, Trainer trainer, Thread training) {
        console.say("");
        console.say("Keyway stops …");
        synchronized (this) {
            state = RunFile.State.STOPPING;
        }
        trainer.close();
        training.interrupt();
        all.stop();
        try {
            if (training.isAlive()) {
                training.join(TRAINING_STOP_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            state = RunFile.State.STOPPED;
        }
        writeRunFile();
        data.close();
        console.say("Keyway has stopped.");
    }

    private synchronized void writeRunFile() {
        Supervisor all = supervisor;
        new RunFile(
                        state,
                        processes.url(),
                        ProcessHandle.current().pid(),
                        startedAt,
                        readyAfterMillis,
                        processes.kafka().brokers(),
                        processes.database().uri(),
                        processes.database().kind(),
                        ports,
                        all == null ? Map.of() : all.view())
                .write(data.runFile());
    }
}
