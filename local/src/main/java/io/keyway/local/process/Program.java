package io.keyway.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command of a Java program with its start-up cache: parsed and linked classes, and the profile
 * of a training run. The cache halves the CPU time of a start (see README).
 *
 * @param heapMb largest heap
 * @param peak use both compilers: more CPU at the start, less in long computations
 * @param cache file of the cache; may not exist
 */
public record Program(
        String classPath,
        String mainClass,
        List<String> arguments,
        int heapMb,
        boolean peak,
        Path cache)
        implements ProcessSpec.Command {

    /**
     * A cache is valid for these flags only. Serial collector, because there are seven small heaps
     * on a few cores.
     */
    public static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    // The supervisor restarts the process.
                    "-XX:+ExitOnOutOfMemoryError",
                    // Compression and Netty load native code and use Unsafe; the JDK would warn.
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.awt.headless=true");

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    @Override
    public List<String> line() {
        // A cache that is partly outdated is still useful, but the JVM would log that at length.
        return Files.exists(cache)
                ? command("-XX:AOTCache=" + cache, "-Xlog:aot*=error")
                : command();
    }

    /**
     * Whether the JVM can cache it: only classes from jars, not from the folders of a development
     * build.
     */
    public boolean isCacheable() {
        return Stream.of(classPath.split(File.pathSeparator))
                .allMatch(entry -> entry.endsWith(".jar"));
    }

    /** The command of a training run, which writes the recording when it ends. */
    public List<String> recording(Path configuration) {
        return command("-XX:AOTMode=record", "-XX:AOTConfiguration=" + configuration);
    }

    /** The command that makes the cache from a recording; it does not run the program. */
    public List<String> assembling(Path configuration, Path draft) {
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
