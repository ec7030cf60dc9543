package io.keyway.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The program behind bin/bench: runs the requested groups one after the other on one installation.
 */
public final class Bench {

    /**
     * In the order of measuring: each group leaves data behind that would disturb the ones before
     * it.
     */
    enum Group {
        START,
        CHAIN,
        GATEWAY,
        EVENTS,
        UNKNOWN,
        /** On installations of its own, because it leaves too much data behind. */
        ISSUANCE,
        /** On an installation of its own, too. */
        CLOSE,
        /** On an installation of its own, too. */
        IDENTITIES,
        /** On an installation of its own, too. */
        GROWTH;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Group> IN_ONE_NETWORK =
            EnumSet.of(Group.CHAIN, Group.GATEWAY, Group.EVENTS, Group.UNKNOWN);

    /** Numbers of license-service instances, measured one after the other. */
    private static final List<Integer> INSTANCES = List.of(1, 2);

    private static final String QUICK = "--quick";

    private final Path home;
    private final Limits limits;
    private final Set<Group> groups;
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private final List<Report.Line> lines = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Bench(Path home, Limits limits, Set<Group> groups) {
        this.home = home;
        this.limits = limits;
        this.groups = groups;
    }

    /**
     * Runs the benchmarks.
     *
     * @param args groups by name (none for all) and --quick; the working directory is the checkout
     */
    public static void main(String[] args) throws InterruptedException {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        Limits limits = Limits.STANDARD;
        for (String arg : args) {
            if (arg.equals(QUICK)) {
                limits = Limits.QUICK;
            } else if (!groups.addAll(named(arg))) {
                System.err.println("Unknown: " + arg + ". See bin/bench --help");
                System.exit(2);
            }
        }
        Path home = Path.of("").toAbsolutePath();
        Report report =
                new Bench(home, limits, groups.isEmpty() ? EnumSet.allOf(Group.class) : groups)
                        .run();
        Path file = home.resolve("bench/target/results.json");
        report.write(file);
        System.out.println(report.table());
        System.out.println("\nAll values: " + home.relativize(file));
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    private static List<Group> named(String arg) {
        return EnumSet.allOf(Group.class).stream()
                .filter(group -> group.label().equals(arg))
                .toList();
    }

    private Report run() throws InterruptedException {
        String store = measureOnOne();
        for (int instances : INSTANCES) {
            measure(
                    Group.ISSUANCE,
                    store,
                    () -> new IssuanceVolume(home, limits, instances).measure());
        }
        measure(Group.CLOSE, store, () -> new CloseVolume(home, limits).measure());
        measure(Group.IDENTITIES, store, () -> new FullWindow(home, limits).measure());
        measure(Group.GROWTH, store, () -> new Growth(home, limits).measure());
        return new Report(
                Instant.now(),
                System.getProperty("keyway.commit", ""),
                limits.equals(Limits.STANDARD),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                store,
                List.copyOf(lines),
                List.copyOf(failures));
    }

    /**
     * Measures the groups that share an installation.
     *
     * @return the store that was used, for the report
     */
    private String measureOnOne() throws InterruptedException {
        Starts starts = new Starts();
        say("starting");
        Installation installation =
                groups.contains(Group.START)
                        ? starts.measure(home, limits)
                        : Installation.first(home).installation();
        String store = Report.inWords(installation.store());
        measure(Group.START, store, starts::rows);
        if (groups.stream().anyMatch(IN_ONE_NETWORK::contains)) {
            measureInNetwork(installation, store);
        }
        if (failures.isEmpty()) {
            installation.close();
        } else {
            say("logs of what has failed: " + installation.local().data().resolve("logs"));
        }
        return store;
    }

    private void measureInNetwork(Installation installation, String store)
            throws InterruptedException {
        say("making a network to measure in");
        Client api = installation.gateway();
        Market market;
        try {
            market = new Market(api);
        } catch (RuntimeException e) {
            failures.add("anything in a network: " + e);
            return;
        }
        measure(Group.CHAIN, store, () -> new Chain(api, market, limits).measure());
        measure(
                Group.GATEWAY,
                store,
                () -> new GatewayCost(installation, market, limits).measure());
        String brokers = installation.local().kafkaBrokers();
        measure(Group.EVENTS, store, () -> new UsageEvents(api, brokers, market, limits).measure());
        measure(Group.UNKNOWN, store, () -> new UnknownIds(api, market, limits).measure());
    }

    private interface Measurement {
        List<Row> rows() throws InterruptedException;
    }

    /**
     * Measures a group. A failure is reported at the end; the other groups are measured all the
     * same.
     */
    private void measure(Group group, String store, Measurement measurement)
            throws InterruptedException {
        if (!groups.contains(group)) {
            return;
        }
        say("measuring: " + group.label());
        try {
            measurement.rows().forEach(row -> lines.add(Report.Line.of(group.label(), row, store)));
        } catch (RuntimeException e) {
            failures.add(group.label() + ": " + e);
        }
    }

    /** To standard error, so that redirected output contains the table only. */
    static void say(String text) {
        System.err.println("bench: " + text + " …");
    }
}
