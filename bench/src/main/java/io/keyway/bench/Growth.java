package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The same requests on a store that holds little, and on the same store when it holds much. */
final class Growth {

    private static final String ONE = "one client, one at a time, through the gateway; ";

    /** More customers would take hours: the password of each is hashed. */
    private static final int LICENSES_OF_A_CUSTOMER = 50;

    private static final int EVENTS_OF_A_LICENSE = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int EVENTS_OF_A_REQUEST = 1000;

    /** Passwords are hashed on both cores; more clients would only be refused. */
    private static final int CLIENTS = 2;

    private final Path home;
    private final Limits limits;
    private final List<Timed> calls = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> licenses = new ArrayList<>();
    private final AtomicInteger events = new AtomicInteger();

    Growth(Path home, Limits limits) {
        this.home = home;
        this.limits = limits;
    }

    /** What the store holds. */
    private record Size(int licenses, int customers, int events) {

        Size hundredth() {
            return new Size(licenses / 100, customers / 100, events / 100);
        }

        @Override
        public String toString() {
            return "%,d licenses, %,d customers, %,d events".formatted(licenses, customers, events);
        }
    }

    private interface Step {
        Answer run() throws InterruptedException;
    }

    /** One kind of request: what it took on the small store, and on the large one. */
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
        calls(api, market, allowance);
        Size large =
                new Size(
                        limits.grown(),
                        limits.grown() / LICENSES_OF_A_CUSTOMER,
                        limits.grown() * EVENTS_OF_A_LICENSE);
        Size small = large.hundredth();
        fill(api, market, allowance, new Size(0, 0, 0), small);
        for (Timed call : calls) {
            call.small = call.millis(limits.growthWarmUps(), limits.calls());
            rows.add(row(call.name, small, call.small));
        }
        rows.add(idle(small));
        fill(api, market, allowance, small, large);
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

    private void calls(Client api, Market market, String allowance) {
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
                                        Map.of("key", anyOf(keys)))));
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

    private void fill(Client api, Market market, String allowance, Size from, Size to)
            throws InterruptedException {
        issue(api, market, allowance, to.licenses() - from.licenses());
        ClosedLoop.run(
                CLIENTS,
                Limits.VOLUME_WITHIN,
                to.customers() - from.customers(),
                () -> market.customer().expect(201));
        while (events.get() < to.events()) {
            Client.until(
                    answer -> answer.status() == 202,
                    PAUSE,
                    () -> "events",
                    () -> api.post(market.reseller.token(), "/api/v1/events", batch()));
        }
        Thread.sleep(limits.settles());
    }

    private void issue(Client api, Market market, String allowance, int quantity)
            throws InterruptedException {
        String token = market.reseller.token();
        String issuance =
                api.post(token, "/api/v1/licenses", market.issue(allowance, quantity))
                        .expect(202)
                        .json()
                        .at("/issuance/id")
                        .asString();
        Client.until(
                answer -> answer.json().path("status").asString().equals("completed"),
                PAUSE,
                Limits.VOLUME_WITHIN,
                () -> "issuance " + issuance,
                () -> api.get(token, "/api/v1/issuances/" + issuance));
        String cursor = "";
        for (int page = 0; page < 20; page++) {
            JsonNode found = api.get(token, "/api/v1/licenses?limit=200" + cursor).json();
            for (JsonNode license : found.path("items")) {
                keys.add(license.path("key").asString());
                licenses.add(license.path("id").asString());
            }
            if (found.path("next").isNull()) {
                return;
            }
            cursor = "&cursor=" + found.path("next").asString();
        }
    }

    private String batch() {
        int first = events.getAndAdd(EVENTS_OF_A_REQUEST);
        return ThreadLocalRandom.current()
                .ints(EVENTS_OF_A_REQUEST, 0, licenses.size())
                .mapToObj(
                        license ->
                                """
                                {"specversion":"1.0","id":"%s","source":"/growth/%d","type":"%s","subject":"%s","data":{"count":1}}"""
                                        .formatted(
                                                java.util.UUID.randomUUID(),
                                                first,
                                                Market.EVENT_TYPE,
                                                licenses.get(license)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String anyOf(List<String> all) {
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
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

    /** Nobody calls: what all processes take for themselves. */
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
