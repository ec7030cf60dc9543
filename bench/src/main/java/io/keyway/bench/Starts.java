package io.keyway.bench;

import io.keyway.bench.Installation.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Measures starts: on empty data, and again on the same data. */
final class Starts {

    /** Resident memory is read this long after everything was ready. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Kind first = new Kind("first start, empty data");
    private final Kind second = new Kind("second start, same data");

    /** Measures, and leaves the last installation running for the next group. */
    Installation measure(Path home, Limits limits) throws InterruptedException {
        for (int i = 1; ; i++) {
            Started one = first.measured(Installation.first(home));
            Started two = second.measured(one.installation().second());
            if (i == limits.starts()) {
                return two.installation();
            }
            two.installation().close();
        }
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        first.addTo(rows);
        second.addTo(rows);
        return rows;
    }

    private static final class Kind {

        private final String name;
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> cpuSeconds = new ArrayList<>();
        private final List<Double> residentMb = new ArrayList<>();

        /** For each start; a build in between makes the caches useless. */
        private final List<String> cached = new ArrayList<>();

        Kind(String name) {
            this.name = name;
        }

        Started measured(Started started) throws InterruptedException {
            Collection<ProcessHandle> processes = Installation.processes();
            cpuSeconds.add(ClosedLoop.seconds(Machine.cpu(processes)));
            seconds.add(ClosedLoop.seconds(started.ready()));
            cached.add(Machine.withStartUpCache(processes) + " of " + (processes.size() - 1));
            Thread.sleep(SETTLED);
            Machine.residentMb(processes).ifPresent(residentMb::add);
            return started;
        }

        void addTo(List<Row> rows) {
            rows.add(
                    new Row(
                            name + ": time",
                            "start of all processes",
                            "s",
                            seconds,
                            "from the launcher's start until run.json says READY, looked at every 50"
                                    + " ms; files in the system's memory; processes given a start-up"
                                    + " cache, per start: "
                                    + String.join(", ", cached)));
            rows.add(
                    new Row(
                            name + ": CPU",
                            "start of all processes",
                            "CPU s",
                            cpuSeconds,
                            "user and system time of launcher, broker, store and services when they"
                                    + " are ready"));
            if (!residentMb.isEmpty()) {
                rows.add(
                        new Row(
                                name + ": memory",
                                "all processes together",
                                "MB",
                                residentMb,
                                "sum of VmRSS %d s after ready; pages that processes share are in it"
                                                .formatted(SETTLED.toSeconds())
                                        + " once per process"));
            }
        }
    }
}
