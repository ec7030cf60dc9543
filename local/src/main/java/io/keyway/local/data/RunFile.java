package io.keyway.local.data;

import io.keyway.local.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file {@code run.json} in the data folder: state, addresses, ports and processes. Tests find
 * and kill processes with it; the next start takes the same ports, and ends what a killed launcher
 * has left.
 *
 * @param state starting, ready, stopping or stopped
 * @param url of the gateway
 * @param readyAfterMillis from the launcher's start until every process was ready; null before
 * @param mongodbUri may contain a password, so only the owner can read the file
 * @param store stand-in, mongod or given
 * @param processes by name
 */
public record RunFile(
        State state,
        String url,
        long launcherPid,
        Instant startedAt,
        @Nullable Long readyAfterMillis,
        String kafkaBrokers,
        String mongodbUri,
        String store,
        Map<String, Integer> ports,
        Map<String, Child.View> processes) {

    public enum State {
        STARTING,
        READY,
        STOPPING,
        STOPPED
    }

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Empty if there is no file, or if it cannot be read: it holds nothing that must be kept. */
    public static Optional<RunFile> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), RunFile.class));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** Replaces the file at once: readers see the old or the new one, never a part. */
    public void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, JSON.writeValueAsString(this));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("run.json cannot be written: " + file, e);
        }
    }
}
