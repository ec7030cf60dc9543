package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures one large order, from its POST until all its licenses are visible and published; and,
 * for comparison, a plain bulk insert of the same documents with their signatures into the same
 * store.
 */
final class IssuanceVolume {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path home;
    private final Limits limits;
    private final int instances;
    private final List<Double> issuedPerSecond = new ArrayList<>();
    private final List<Double> insertedPerSecond = new ArrayList<>();
    private final List<Double> ratio = new ArrayList<>();
    private final List<Double> secondsBehind = new ArrayList<>();

    /**
     * Creates the measurement.
     *
     * @param instances number of processes of license-service
     */
    IssuanceVolume(Path home, Limits limits, int instances) {
        this.home = home;
        this.limits = limits;
        this.instances = instances;
    }

    List<Row> measure() throws InterruptedException {
        Installation installation =
                Installation.first(
                                home, Map.of("KEYWAY_LICENSE_INSTANCES", String.valueOf(instances)))
                        .installation();
        Client api = installation.gateway();
        Market market = new Market(api);
        try (LicenseBus bus = new LicenseBus(installation.local().kafkaBrokers());
                LicenseCopies copies = new LicenseCopies(installation.local().mongodbUri())) {
            for (int i = -1; i < limits.volumeRounds(); i++) {
                round(api, market, bus, copies, i >= 0);
            }
        }
        installation.close();
        return rows();
    }

    private void round(
            Client api, Market market, LicenseBus bus, LicenseCopies copies, boolean kept)
            throws InterruptedException {
        int quantity = limits.volume();
        bus.forget();
        long begin = System.nanoTime();
        Answer answer =
                api.post(
                        market.distributor.token(),
                        "/api/v1/orders",
                        market.order("immediate", quantity));
        String order = Market.id(answer);
        Client.until(
                found -> found.json().path("status").asString().equals("fulfilled"),
                PAUSE,
                Limits.VOLUME_WITHIN,
                () -> "order " + order + " fulfilled",
                () -> api.get(market.distributor.token(), "/api/v1/orders/" + order));
        bus.awaitPublished(order, quantity, Limits.VOLUME_WITHIN);
        double issuing = (System.nanoTime() - begin) / 1e9;
        double behind = bus.secondsUntilUsageServiceHasHeard(Limits.VOLUME_WITHIN);
        double inserting = copies.secondsToInsertAgain(order, quantity);
        if (kept) {
            issuedPerSecond.add(quantity / issuing);
            insertedPerSecond.add(quantity / inserting);
            ratio.add(inserting / issuing);
            secondsBehind.add(behind);
        }
    }

    private List<Row> rows() {
        String name =
                "order of %,d, %d instance%s: "
                        .formatted(limits.volume(), instances, instances == 1 ? "" : "s");
        String before = "; after one round that is not counted";
        return List.of(
                new Row(
                        name + "issued",
                        "signed licenses, visible and published",
                        "licenses/s",
                        issuedPerSecond,
                        "POST /orders until the order is fulfilled (asked every %d ms) and a consumer has all its licenses from the topic"
                                        .formatted(PAUSE.toMillis())
                                + before),
                new Row(
                        name + "insertMany",
                        "the same documents, each signed anew",
                        "licenses/s",
                        insertedPerSecond,
                        LicenseCopies.METHOD + "; after each order"),
                new Row(
                        name + "issued/insertMany",
                        "rounds",
                        "ratio",
                        ratio,
                        "the two rows above, round by round"),
                new Row(
                        name + "usage-service behind",
                        "rounds",
                        "s",
                        secondsBehind,
                        "from then until its committed offsets are at the end of the topic"));
    }
}
