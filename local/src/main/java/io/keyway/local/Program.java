package io.keyway.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program with its start-up cache: classes already parsed and linked, and what a training
 * run has learned about them. It halves the CPU time of a start (see README).
 *
 * @param heapMb the most it may take
 * @param peak with the upper compiler: more CPU at the start, less in long computations
 * @param cache may not exist yet
 */
record Program(
        String classPath,
        String mainClass,
        List<String> arguments,
        int heapMb,
        boolean peak,
        Path cache)
        implements ProcessSpec.Command {

    /**
     * The cache is valid for these flags only. Serial collection: seven small heaps on a few cores.
     */
    static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    // Crash-only: the supervisor starts it again.
                    "-XX:+ExitOnOutOfMemoryError",
                    // Compression and netty load native code and use Unsafe; the JDK would warn.
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.awt.headless=true");

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    @Override
    public List<String> line() {
        // A cache that does not fit in every part is still of use, and says so at length.
        return Files.exists(cache)
                ? command("-XX:AOTCache=" + cache, "-Xlog:aot*=error")
                : command();
    }

    /** The JVM caches what it reads from jars only, not from the folders of a development build. */
    boolean isCacheable() {
        return Stream.of(classPath.split(File.pathSeparator))
                .allMatch(entry -> entry.endsWith(".jar"));
    }

    /** Writes, when it ends, what it has loaded. */
    List<String> recording(Path configuration) {
        return command("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration);
    }

    /** Makes the cache from a recording, and runs nothing. */
    List<String> assembling(Path configuration, Path draft) {
        return command(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + configuration,
                "-XX:AOTCache=" + draft);
    }

    private List<String> command(String... aot) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(FLAGS);
        if (!peak) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add("-Xmx" + heapMb + "m");
        command.addAll(List.of(aot));
        command.addAll(List.of("-cp", classPath, Lifeline.class.getName(), mainClass));
        command.addAll(arguments);
        return command;
    }
}
