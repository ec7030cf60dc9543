package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import io.keyway.bench.GrowingStore.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the same requests on a small store and on the same store when it is large. */
final class Growth {

    private static final String ONE = "one client, one at a time, through the gateway; ";

    /** With more customers it would take hours: the password of each is hashed. */
    private static final int LICENSES_OF_A_CUSTOMER = 50;

    private static final int EVENTS_OF_A_LICENSE = 10;

    private final Path home;
    private final Limits limits;
    private final List<Timed> calls = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    Growth(Path home, Limits limits) {
        this.home = home;
        this.limits = limits;
    }

    private interface Step {
        Answer run() throws InterruptedException;
    }

    /** One kind of request: its durations on the small store, and on the large one. */
    private static final class Timed {

        private final String name;
        private final int expected;
        private final Step step;
        private List<Double> small = List.of();

        Timed(String name, int expected, Step step) {
            this.name = name;
            this.expected = expected;
            this.step = step;
        }

        List<Double> millis(int warmUps, int times) throws InterruptedException {
            List<Double> millis = new ArrayList<>();
            for (int i = -warmUps; i < times; i++) {
                long begin = System.nanoTime();
                step.run().expect(expected);
                if (i >= 0) {
                    millis.add((System.nanoTime() - begin) / 1e6);
                }
            }
            return millis;
        }
    }

    List<Row> measure() throws InterruptedException {
        Installation installation = Installation.first(home).installation();
        Client api = installation.gateway();
        Market market = new Market(api);
        String allowance = market.allowance(limits.grown() + 10_000);
        GrowingStore store = new GrowingStore(api, market, allowance, limits.settles());
        calls(api, market, allowance, store);
        Size large =
                new Size(
                        limits.grown(),
                        limits.grown() / LICENSES_OF_A_CUSTOMER,
                        limits.grown() * EVENTS_OF_A_LICENSE);
        Size small = large.hundredth();
        store.fillTo(small);
        for (Timed call : calls) {
            call.small = call.millis(limits.growthWarmUps(), limits.calls());
            rows.add(row(call.name, small, call.small));
        }
        rows.add(idle(small));
        store.fillTo(large);
        for (Timed call : calls) {
            List<Double> millis = call.millis(limits.warmUps(), limits.calls());
            rows.add(row(call.name, large, millis));
            rows.add(
                    new Row(
                            call.name + ": large/small",
                            "medians of the two rows above",
                            "ratio",
                            List.of(
                                    Statistics.of(millis).median()
                                            / Statistics.of(call.small).median()),
                            "one pair"));
        }
        rows.add(idle(large));
        installation.close();
        return rows;
    }

    private void calls(Client api, Market market, String allowance, GrowingStore store) {
        String token = market.reseller.token();
        String month = YearMonth.now(ZoneOffset.UTC).toString();
        calls.add(
                new Timed(
                        "issue 1 license",
                        201,
                        () -> api.post(token, "/api/v1/licenses", market.issue(allowance, 1))));
        calls.add(
                new Timed(
                        "validate one of all keys",
                        200,
                        () ->
                                api.post(
                                        "",
                                        "/api/v1/licenses/validate",
                                        Map.of("key", store.anyKey()))));
        calls.add(new Timed("list 50 licenses", 200, () -> api.get(token, "/api/v1/licenses")));
        calls.add(
                new Timed(
                        "list 50 licenses of a status",
                        200,
                        () -> api.get(token, "/api/v1/licenses?status=INACTIVE")));
        calls.add(
                new Timed(
                        "usage by partner",
                        200,
                        () ->
                                api.get(
                                        market.vendor.token(),
                                        "/api/v1/usage?groupBy=partner&meter=" + Market.METER)));
        calls.add(
                new Timed(
                        "statement",
                        200,
                        () ->
                                api.get(
                                        market.distributor.token(),
                                        "/api/v1/statements?partnerId=%s&period=%s"
                                                .formatted(market.distributor.id(), month))));
    }

    private Row row(String name, Size size, List<Double> millis) {
        return new Row(
                name + " with " + size,
                "request",
                "ms",
                millis,
                ONE
                        + "after %d not counted on the small store and %d on the large one"
                                .formatted(limits.growthWarmUps(), limits.warmUps()));
    }

    /** The CPU time of all processes while no client calls. */
    private Row idle(Size size) throws InterruptedException {
        List<ProcessHandle> processes = Installation.processes();
        Duration before = Machine.cpu(processes);
        Thread.sleep(limits.idle());
        Duration used = Machine.cpu(processes).minus(before);
        return new Row(
                "idle CPU with " + size,
                "all processes",
                "% of a core",
                List.of(100.0 * used.toMillis() / limits.idle().toMillis()),
                "CPU time of launcher, broker, store and services in %d s without a request"
                        .formatted(limits.idle().toSeconds()));
    }
}
