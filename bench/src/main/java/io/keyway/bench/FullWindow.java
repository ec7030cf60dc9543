package io.keyway.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.keyway.bench.SealedWindow.Identity;
import io.keyway.bench.Takeovers.Takeover;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares usage-service with an empty and with a full window of known event ids: how long a
 * process takes to own all partitions after another was killed, how fast events are counted, and
 * the memory of an identity.
 */
final class FullWindow {

    private static final String DATABASE = "keyway_usage";
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Of an event whose identity is put into the window. */
    private static final String SOURCE = "/bench/known";

    private static final String EVENT_ID = "1";

    private final Path home;
    private final Limits limits;

    FullWindow(Path home, Limits limits) {
        this.home = home;
        this.limits = limits;
    }

    /**
     * One state of the window.
     *
     * @param takeovers seconds, per kill
     * @param known identities that the last of the owners knew at first
     * @param heapBytes used by it, before any event
     * @param countedPerSecond events, per round
     */
    private record Measured(
            List<Double> takeovers, long known, long heapBytes, List<Double> countedPerSecond) {

        double takeover() {
            return Statistics.of(takeovers).median();
        }

        double counted() {
            return Statistics.of(countedPerSecond).median();
        }
    }

    List<Row> measure() throws InterruptedException {
        Installation installation = Installation.first(home).installation();
        Client api = installation.gateway();
        Market market = new Market(api);
        String brokers = installation.local().kafkaBrokers();
        UsageEvents events = new UsageEvents(api, brokers, market, limits);
        events.begin();
        String license = market.licenses(1).getFirst();
        Measured empty;
        Measured full;
        int partitions;
        try (MongoClient store = MongoClients.create(installation.local().mongodbUri())) {
            MongoDatabase database = store.getDatabase(DATABASE);
            try (UsageTopic topic = new UsageTopic(brokers, database)) {
                partitions = topic.partitions();
                Takeovers takeovers = new Takeovers(installation.local(), partitions);
                empty = measure(installation, takeovers, () -> {}, events);
                // What is sealed of the events so far must be in the store before.
                Thread.sleep(limits.settles());
                new SealedWindow(topic, database)
                        .fill(limits.identities(), identity(market.vendor.id(), license));
                market.signInAgain();
                full =
                        measure(
                                installation,
                                takeovers,
                                () -> awaitConflict(api, market, license),
                                events);
            }
        }
        if (full.known() < limits.identities()) {
            throw new IllegalStateException(
                    "%d identities are known of %d".formatted(full.known(), limits.identities()));
        }
        installation.close();
        return rows(empty, full, partitions);
    }

    private interface Check {
        void run() throws InterruptedException;
    }

    private Measured measure(
            Installation installation, Takeovers takeovers, Check check, UsageEvents events)
            throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        long known = 0;
        for (int i = 0; i < limits.takeovers(); i++) {
            Takeover takeover = takeovers.measure();
            seconds.add(takeover.seconds());
            known = takeover.known();
            Bench.say(
                    "taken over in %.1f s with %,d identities"
                            .formatted(takeover.seconds(), known));
        }
        Thread.sleep(limits.settles());
        long heap = Machine.heapBytes(installation.local().pid(Takeovers.SERVICE));
        check.run();
        return new Measured(seconds, known, heap, events.countedPerSecond());
    }

    /** Checks that the window is used: the event has an identity of it, with another content. */
    private static void awaitConflict(Client api, Market market, String license)
            throws InterruptedException {
        String event =
                """
                [{"specversion":"1.0","id":"%s","source":"%s","type":"%s","subject":"%s","data":{"count":1}}]"""
                        .formatted(EVENT_ID, SOURCE, Market.EVENT_TYPE, license);
        String token = market.reseller.token();
        Client.until(
                answer ->
                        answer.json()
                                .path("results")
                                .path(0)
                                .path("status")
                                .asString()
                                .equals("accepted"),
                PAUSE,
                () -> "an event of the window",
                () -> api.post(token, "/api/v1/events", event));
        Client.until(
                answer ->
                        answer.json()
                                .path("items")
                                .path(0)
                                .path("code")
                                .asString()
                                .equals("conflict"),
                PAUSE,
                () -> "a conflict with the window",
                () -> api.get(token, "/api/v1/rejected-events"));
    }

    /** As usage-service computes it: a SHA-256 over parts with their lengths. */
    private static Identity identity(String vendor, String license) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(vendor, license, SOURCE, EVENT_ID)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Identity(hash.getLong(), hash.getLong() | 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<Row> rows(Measured empty, Measured full, int partitions) {
        List<Row> rows = new ArrayList<>();
        String window =
                "%,d identities in the store for %d partitions and %d days"
                        .formatted(limits.identities(), partitions, SealedWindow.DAYS);
        rows.add(takeover("empty window", empty, partitions, "before any load"));
        rows.add(takeover("full window", full, partitions, window));
        rows.add(
                new Row(
                        "takeover: full minus empty",
                        "medians of the two rows above",
                        "s",
                        List.of(full.takeover() - empty.takeover()),
                        "one pair"));
        rows.add(counted("empty window", empty, "%,d identities known at first"));
        rows.add(counted("full window", full, "%,d identities known at first"));
        rows.add(
                new Row(
                        "usage events: counted, full/empty",
                        "medians of the two rows above",
                        "ratio",
                        List.of(full.counted() / empty.counted()),
                        "one pair, one after the other: a window that is full does not become empty"));
        long identities = full.known() - empty.known();
        rows.add(
                new Row(
                        "memory of a known identity",
                        "identity: %,d, those known with the full window minus those with the empty one"
                                .formatted(identities),
                        "bytes",
                        List.of((double) (full.heapBytes() - empty.heapBytes()) / identities),
                        "old generation of usage-service after a full collection (jcmd GC.run, GC.heap_info), %d s after the last takeover and before any event: %,d KB minus %,d KB"
                                .formatted(
                                        limits.settles().toSeconds(),
                                        full.heapBytes() / 1024,
                                        empty.heapBytes() / 1024)));
        return rows;
    }

    private static Row takeover(String window, Measured measured, int partitions, String more) {
        return new Row(
                "takeover, " + window,
                "kill of usage-service with %d partitions".formatted(partitions),
                "s",
                measured.takeovers(),
                "kill -9 until the log of its next process says that the last partition is owned, read every %d ms; the start of the process is a part of it; %,d identities known; %s"
                        .formatted(Takeovers.PAUSE.toMillis(), measured.known(), more));
    }

    private static Row counted(String window, Measured measured, String known) {
        return new Row(
                "usage events in batches of 1000: counted, " + window,
                "events in GET /usage, per round",
                "events/s",
                measured.countedPerSecond(),
                "as in the group events, in a process that was just started, when the rate has stopped rising; "
                        + known.formatted(measured.known()));
    }
}
