package io.keyway.local.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The environment of a service as a file, for a developer who runs that service by hand: lines
 * {@code KEY='value'}, which shells and IDEs read. It holds secrets: only its owner can read it.
 */
public record EnvironmentFile(Path path) {

    public void write(Map<String, String> environment) {
        String lines =
                new TreeMap<>(environment)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "='" + entry.getValue() + "'\n")
                                .collect(Collectors.joining());
        try {
            Files.deleteIfExists(path);
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("The environment cannot be kept in " + path, e);
        }
    }
}
