package io.keyway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes use of the machine, as the operating system counts it. */
final class Machine {

    private static final String RESIDENT = "VmRSS:";
    private static final String CACHE = "-XX:AOTCache=";

    private static final Pattern TENURED = Pattern.compile("Tenured\\s+total \\d+K, used (\\d+)K");

    private Machine() {}

    /** User and system time of running processes since their start. */
    static Duration cpu(Collection<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident memory; empty where there is no /proc. */
    static Optional<Double> residentMb(Collection<ProcessHandle> processes) {
        double kilobytes = 0;
        for (ProcessHandle process : processes) {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            try {
                kilobytes +=
                        Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith(RESIDENT))
                                .mapToDouble(Machine::kilobytes)
                                .sum();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.of(kilobytes / 1024);
    }

    /**
     * What a Java process with the serial collector has in its heap after a full collection, which
     * moves all of it into the old generation. The young one has what was allocated since, some MB.
     */
    static long heapBytes(long pid) throws InterruptedException {
        jcmd(pid, "GC.run");
        String heap = jcmd(pid, "GC.heap_info");
        Matcher tenured = TENURED.matcher(heap);
        if (!tenured.find()) {
            throw new IllegalStateException("not the heap of a serial collector: " + heap);
        }
        return Long.parseLong(tenured.group(1)) * 1024;
    }

    private static String jcmd(long pid, String command) throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process =
                    new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd %s: %s".formatted(command, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("jcmd " + command, e);
        }
    }

    /** The number of processes started with a start-up cache; the launcher never has one. */
    static long withStartUpCache(Collection<ProcessHandle> processes) {
        return processes.stream()
                .filter(
                        process ->
                                Arrays.stream(process.info().arguments().orElse(new String[0]))
                                        .anyMatch(argument -> argument.startsWith(CACHE)))
                .count();
    }

    private static double kilobytes(String line) {
        return Double.parseDouble(line.substring(RESIDENT.length()).replace("kB", "").strip());
    }
}
