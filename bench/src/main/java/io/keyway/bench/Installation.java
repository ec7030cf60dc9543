package io.keyway.bench;

import io.keyway.local.Local;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The system on a data folder of its own. */
final class Installation implements AutoCloseable {

    /** The bench calls as one partner from one address more often than anybody should. */
    private static final String NO_CALL_LIMITS =
            """
            {"keyway.gateway.limits.per-address": 1000000, "keyway.gateway.limits.per-credential": 1000000,
             "keyway.gateway.limits.per-partner": 1000000, "keyway.gateway.limits.at-once-per-partner": 10000}""";

    /**
     * Both compilers; always an own broker and store, so that they are empty at the first start.
     */
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "SPRING_APPLICATION_JSON",
                    NO_CALL_LIMITS,
                    "KEYWAY_PEAK",
                    "true",
                    "KAFKA_BROKERS",
                    "",
                    "MONGODB_URI",
                    "",
                    "KEYWAY_BIND",
                    "127.0.0.1",
                    "KEYWAY_ADMIN_EMAIL",
                    Market.OPERATOR,
                    "KEYWAY_ADMIN_PASSWORD",
                    Market.OPERATOR_PASSWORD);

    private static final String PREFIX = "data-";

    private final Path home;
    private final Path data;
    private final Local local;

    /**
     * A started system.
     *
     * @param ready from the launcher's start until every process was ready
     */
    record Started(Installation installation, Duration ready) {}

    private Installation(Path home, Path data, Local local) {
        this.home = home;
        this.data = data;
        this.local = local;
    }

    static Started first(Path home) {
        return first(home, Map.of());
    }

    /**
     * Starts on empty data.
     *
     * @param more settings beside the benchmark's own
     */
    static Started first(Path home, Map<String, String> more) {
        try {
            Path target = home.resolve("bench/target");
            Files.createDirectories(target);
            return start(home, Files.createTempDirectory(target, PREFIX), more);
        } catch (IOException e) {
            throw new UncheckedIOException("no data folder", e);
        }
    }

    /** Stops the system, and starts it again on the same data. */
    Started second() {
        stop();
        return start(home, data, Map.of());
    }

    private static Started start(Path home, Path data, Map<String, String> more) {
        long begin = System.nanoTime();
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(more);
        Local local = Local.start(home, data, environment);
        Installation installation = new Installation(home, data, local);
        Runtime.getRuntime().addShutdownHook(new Thread(installation::stop));
        local.awaitReady(Limits.STARTS_WITHIN);
        return new Started(installation, Duration.ofNanos(System.nanoTime() - begin));
    }

    Local local() {
        return local;
    }

    Client gateway() {
        return new Client(local.url());
    }

    /** The store as run.json names it: stand-in or mongod. */
    String store() {
        try {
            String run = Files.readString(data.resolve("run.json"));
            return JsonMapper.builder().build().readTree(run).path("store").asString();
        } catch (IOException e) {
            throw new UncheckedIOException("no run.json", e);
        }
    }

    /**
     * The launcher and all processes that it has started, which are all descendants of this
     * program.
     */
    static List<ProcessHandle> processes() {
        return ProcessHandle.current().descendants().toList();
    }

    private void stop() {
        local.close();
    }

    /**
     * Stops the system and deletes its data, unless a failure was reported: then its logs are kept.
     */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder is left", e);
        }
    }
}
