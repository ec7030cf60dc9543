package io.keyway.local;

import io.keyway.local.data.DataFolder;
import io.keyway.local.output.Console;
import io.keyway.local.output.Refusal;
import io.keyway.local.process.Child;
import io.keyway.local.process.ProcessSpec;
import io.keyway.local.process.Program;
import io.keyway.local.process.Supervisor;
import io.keyway.local.system.Images;
import io.keyway.local.system.Ports;
import io.keyway.local.system.Processes;
import io.keyway.local.system.Secrets;
import io.keyway.local.system.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes missing start-up caches, once per build: starts each program on throwaway data, one after
 * the other, until it is ready; the classes loaded by then become its cache.
 *
 * <p>Never uses the user's data: a second instance of a service would take work from the first.
 */
final class Trainer implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofMinutes(2);

    private static final Duration ASSEMBLY_MAX = Duration.ofMinutes(2);

    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final String PREFIX = ".training-";

    /**
     * A recording is written when the program ends, which takes some seconds. There is one attempt.
     */
    private static final Child.Limits LIMITS =
            new Child.Limits(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    6);

    private final Settings settings;
    private final Images images;
    private final Path logs;

    /** Run at low priority, so that the user's work is not slowed down. */
    private final boolean lowPriority;

    private final Console console;
    private final Console quiet =
            new Console(new PrintStream(OutputStream.nullOutputStream()), false);
    private final Map<Supervisor, Boolean> running = new ConcurrentHashMap<>();
    private volatile @Nullable Process assembly;
    private volatile boolean closed;

    Trainer(Settings settings, Images images, Path logs, boolean lowPriority, Console console) {
        this.settings = settings;
        this.images = images;
        this.logs = logs.resolve("training");
        this.lowPriority = lowPriority;
        this.console = console;
    }

    /** Whether a program lacks its cache. */
    static boolean lacksCache(List<ProcessSpec> specs) {
        return specs.stream().anyMatch(Trainer::lacksCache);
    }

    void train() throws InterruptedException {
        Path folder = temporaryFolder();
        try (DataFolder data = DataFolder.open(folder)) {
            train(data);
        } finally {
            Images.delete(folder);
        }
    }

    private void train(DataFolder data) throws InterruptedException {
        Map<String, Integer> wanted = new HashMap<>();
        Processes.portNames(1).forEach(name -> wanted.put(name, 0));
        Settings throwaway = settings.withOwnBrokerAndStore(data.path());
        List<ProcessSpec> specs =
                new Processes(
                                throwaway,
                                Ports.choose(wanted, Map.of()),
                                Secrets.in(data.secrets()),
                                data,
                                images)
                        .all();

        List<ProcessSpec> foundation = at(specs, ProcessSpec.Stage.FOUNDATION);
        List<ProcessSpec> services = new ArrayList<>(at(specs, ProcessSpec.Stage.SERVICES));
        services.addAll(at(specs, ProcessSpec.Stage.GATE));

        Supervisor brokerAndStore = supervisor(foundation, data);
        try {
            brokerAndStore.start(ProcessSpec.Stage.FOUNDATION);
            brokerAndStore.awaitReady(READY_MAX, ProcessSpec.Stage.FOUNDATION);
            for (ProcessSpec service : services) {
                if (lacksCache(service)) {
                    trainAlone(service, data);
                }
            }
        } finally {
            stop(brokerAndStore);
        }
        for (ProcessSpec spec : foundation) {
            assemble(spec, data);
        }
    }

    private void trainAlone(ProcessSpec service, DataFolder data) throws InterruptedException {
        Supervisor supervisor = supervisor(List.of(service), data);
        try {
            supervisor.start(service.stage());
            supervisor.awaitReady(READY_MAX, service.stage());
        } catch (Refusal e) {
            // The classes it has loaded are worth caching, even if it needs another service to be
            // ready.
        } finally {
            stop(supervisor);
        }
        assemble(service, data);
    }

    private Supervisor supervisor(List<ProcessSpec> specs, DataFolder data)
            throws InterruptedException {
        List<ProcessSpec> recording =
                specs.stream().map(spec -> spec.with(() -> recordingLine(spec, data))).toList();
        Supervisor supervisor = new Supervisor(recording, LIMITS, logs, quiet, () -> {});
        running.put(supervisor, true);
        if (closed) {
            throw new InterruptedException("stopped while training");
        }
        return supervisor;
    }

    private void stop(Supervisor supervisor) {
        supervisor.stop();
        running.remove(supervisor);
    }

    private List<String> recordingLine(ProcessSpec spec, DataFolder data) {
        if (spec.command() instanceof Program program && lacksCache(spec)) {
            return atPriority(program.recording(configuration(spec, data)));
        }
        return atPriority(spec.command().line());
    }

    private void assemble(ProcessSpec spec, DataFolder data) throws InterruptedException {
        Path configuration = configuration(spec, data);
        if (!(spec.command() instanceof Program program)
                || !lacksCache(spec)
                || !Files.exists(configuration)
                || closed) {
            return;
        }
        Path draft = data.path().resolve(spec.name() + ".aot");
        try {
            Process process =
                    new ProcessBuilder(atPriority(program.assembling(configuration, draft)))
                            .redirectErrorStream(true)
                            .redirectOutput(logs.resolve(spec.name() + ".aot.log").toFile())
                            .start();
            assembly = process;
            boolean ended = process.waitFor(ASSEMBLY_MAX);
            process.destroyForcibly();
            if (ended && process.exitValue() == 0 && Files.exists(draft)) {
                Files.move(
                        draft,
                        program.cache(),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                console.line(spec.name(), "will start faster from now on");
            }
        } catch (IOException e) {
            console.line(spec.name(), "no start-up cache: " + e.getMessage());
        } finally {
            configuration.toFile().delete();
        }
    }

    private List<String> atPriority(List<String> command) {
        if (!lowPriority) {
            return command;
        }
        List<String> nice = new ArrayList<>(List.of("nice", "-n", "19"));
        nice.addAll(command);
        return nice;
    }

    private Path temporaryFolder() {
        try {
            // On the same disk as the caches, because they are moved into place.
            Files.createDirectories(images.folder());
            removeAbandoned();
            return Files.createTempDirectory(images.folder(), PREFIX);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for the training in " + images.folder(), e);
        }
    }

    /**
     * Deletes folders of trainings that were killed; another launcher's training may be running.
     */
    private void removeAbandoned() throws IOException {
        Instant abandonedBefore = Instant.now().minus(ABANDONED_AFTER);
        try (Stream<Path> folders = Files.list(images.folder())) {
            folders.filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
                    .filter(folder -> Images.time(folder).toInstant().isBefore(abandonedBefore))
                    .forEach(Images::delete);
        }
    }

    private static Path configuration(ProcessSpec spec, DataFolder data) {
        return data.path().resolve(spec.name() + ".aotconf");
    }

    private static boolean lacksCache(ProcessSpec spec) {
        return spec.command() instanceof Program program
                && program.isCacheable()
                && !Files.exists(program.cache());
    }

    private static List<ProcessSpec> at(List<ProcessSpec> specs, ProcessSpec.Stage stage) {
        return specs.stream().filter(spec -> spec.stage() == stage).toList();
    }

    /** Ends the training at once; missing caches are made another time. */
    @Override
    public void close() {
        closed = true;
        Process assembling = assembly;
        if (assembling != null) {
            assembling.destroyForcibly();
        }
        for (Supervisor supervisor : running.keySet()) {
            supervisor.kill();
        }
    }
}
