package io.keyway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** What processes use of the machine, as the operating system counts it. */
final class Machine {

    private static final String RESIDENT = "VmRSS:";
    private static final String CACHE = "-XX:AOTCache=";

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
