package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import io.keyway.bench.ClosedLoop.Round;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Measures how many events are accepted, and when all of them are in what partners read. */
final class UsageEvents {

    private static final int CLIENTS = 4;
    private static final int LICENSES = 20;

    /** Events of the largest batch. */
    private static final int LARGEST = 1000;

    /** Warm-up ends when the rate has not risen in so many rounds. */
    private static final int NOT_BETTER = 4;

    /** A smaller rise is noise. */
    private static final double RISES = 1.03;

    private static final int TRIES_MAX = 5;
    private static final int BUS_AWAY = 503;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Client api;
    private final Market market;
    private final Limits limits;
    private final List<Size> sizes = List.of(new Size(100), new Size(LARGEST));

    /**
     * Ids are numbers, each used once per source; a fixed source would make a second run's
     * duplicates.
     */
    private final String source =
            "/bench/" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

    private final AtomicLong next = new AtomicLong();

    /** Events acknowledged so far, each counting one: what the usage must become. */
    private final AtomicLong taken = new AtomicLong();

    private List<String> licenses = List.of();
    private String usage = "";

    private final String brokers;
    private final List<Double> bare = new ArrayList<>();

    UsageEvents(Client api, String brokers, Market market, Limits limits) {
        this.api = api;
        this.brokers = brokers;
        this.market = market;
        this.limits = limits;
    }

    /** Gets licenses to report for; the first thing to do. */
    void begin() throws InterruptedException {
        licenses = market.licenses(LICENSES);
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        usage =
                "/api/v1/usage?meter=%s&from=%s&to=%s"
                        .formatted(
                                Market.METER,
                                today.minus(1, ChronoUnit.DAYS),
                                today.plus(2, ChronoUnit.DAYS));
        awaitLicensesKnown();
    }

    /**
     * Events counted per second in batches of the largest size, when the rate has stopped rising.
     */
    List<Double> countedPerSecond() throws InterruptedException {
        warmUp();
        List<Double> counted = new ArrayList<>();
        for (int i = 0; i < limits.eventRounds(); i++) {
            counted.add(sizes.getLast().measure(false));
        }
        return counted;
    }

    List<Row> measure() throws InterruptedException {
        begin();
        warmUp();
        try (BareBus bus = new BareBus(brokers)) {
            bare(bus);
            bare.clear();
            for (int i = 0; i < limits.eventRounds(); i++) {
                for (Size size : sizes) {
                    size.measure(true);
                }
                bare(bus);
            }
        }
        List<Row> rows = new ArrayList<>();
        sizes.forEach(size -> size.addTo(rows));
        rows.add(
                new Row(
                        "usage records, bare producer and consumer",
                        "records read, per round",
                        "events/s",
                        bare,
                        "%d clients send %d records and wait for acknowledgement, of the same records on the same broker, in turn with the rows above; a consumer reads them"
                                .formatted(CLIENTS, LARGEST)));
        rows.add(
                new Row(
                        "usage events in batches of %d: counted, of bare".formatted(LARGEST),
                        "the two rows of a round, divided",
                        "ratio",
                        ratios(sizes.getLast().countedPerSecond),
                        "how much of what the broker alone does is left end to end"));
        double possible = sizes.getLast().median();
        rows.addAll(
                new UsageDelay(api, market, limits)
                        .measure(
                                market.licenses(1).getFirst(),
                                CLIENTS,
                                possible / 2 / LARGEST,
                                () -> send(LARGEST)));
        return rows;
    }

    /** Until the rate has stopped rising, which takes minutes. */
    private void warmUp() throws InterruptedException {
        double best = 0;
        int notBetter = 0;
        for (int i = 0; i < limits.eventWarmUps() && notBetter < NOT_BETTER; i++) {
            double rate = 0;
            for (Size size : sizes) {
                rate = size.measure(false);
            }
            notBetter = rate > best * RISES ? 0 : notBetter + 1;
            best = Math.max(best, rate);
        }
    }

    private void bare(BareBus bus) throws InterruptedException {
        bare.add(bus.perSecond(CLIENTS, limits.eventRound(), limits.bareMax(), LARGEST));
    }

    private List<Double> ratios(List<Double> counted) {
        return IntStream.range(0, counted.size())
                .mapToObj(i -> counted.get(i) / bare.get(i))
                .toList();
    }

    private void awaitLicensesKnown() throws InterruptedException {
        Client.until(
                answer -> {
                    int accepted = count(answer.expect(202), "accepted");
                    taken.addAndGet(accepted);
                    return accepted == LICENSES;
                },
                PAUSE,
                () -> "events of new licenses",
                () -> post(batch(LICENSES)));
        awaitCounted();
    }

    /** Waits until all acknowledged events are counted in what a partner reads. */
    private void awaitCounted() throws InterruptedException {
        BigDecimal expected = BigDecimal.valueOf(taken.get());
        Client.until(
                answer -> answer.status() == 200 && sum(answer).compareTo(expected) == 0,
                PAUSE,
                () -> "a usage of " + expected,
                () -> api.get(market.reseller.token(), usage));
    }

    static BigDecimal sum(Answer answer) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : answer.json().path("items")) {
            sum = sum.add(new BigDecimal(row.path("quantity").asString()));
        }
        return sum;
    }

    /** Sends as a product should: what is not acknowledged is sent again unchanged. */
    private void send(int events) throws InterruptedException {
        String batch = batch(events);
        Answer answer = post(batch);
        for (int i = 1; i < TRIES_MAX && answer.status() == BUS_AWAY; i++) {
            answer = post(batch);
        }
        answer.expect(202);
        if (count(answer, "accepted") + count(answer, "duplicate") != events) {
            throw new IllegalStateException("not all accepted: " + answer.text());
        }
        taken.addAndGet(events);
    }

    private Answer post(String batch) throws InterruptedException {
        return api.post(market.reseller.token(), "/api/v1/events", batch);
    }

    private static int count(Answer answer, String status) {
        return Collections.frequency(
                answer.json().path("results").findValuesAsString("status"), status);
    }

    private String batch(int events) {
        String time = Instant.now().toString();
        return IntStream.range(0, events)
                .mapToObj(i -> event(time))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String event(String time) {
        long number = next.getAndIncrement();
        String license = licenses.get((int) (number % licenses.size()));
        return """
        {"specversion":"1.0","id":"%d","source":"%s","type":"%s","subject":"%s","time":"%s","data":{"count":1}}"""
                .formatted(number, source, Market.EVENT_TYPE, license, time);
    }

    /** The rounds with one batch size. */
    private final class Size {

        private final int events;
        private final List<Double> acceptedPerSecond = new ArrayList<>();
        private final List<Double> secondsUntilCounted = new ArrayList<>();
        private final List<Double> countedPerSecond = new ArrayList<>();

        Size(int events) {
            this.events = events;
        }

        /** Events counted per second. */
        double measure(boolean kept) throws InterruptedException {
            long begin = System.nanoTime();
            Round round =
                    ClosedLoop.run(
                            CLIENTS,
                            limits.eventRound(),
                            limits.eventsMax() / events,
                            () -> send(events));
            long acknowledged = System.nanoTime();
            awaitCounted();
            long counted = System.nanoTime();
            double sent = (double) round.requests() * events;
            double perSecond = sent / ((counted - begin) / 1e9);
            if (kept) {
                acceptedPerSecond.add(sent / ClosedLoop.seconds(round.elapsed()));
                secondsUntilCounted.add((counted - acknowledged) / 1e9);
                countedPerSecond.add(perSecond);
            }
            return perSecond;
        }

        /** Events counted per second. */
        double median() {
            return Statistics.of(countedPerSecond).median();
        }

        void addTo(List<Row> rows) {
            String name = "usage events in batches of %d: ".formatted(events);
            rows.add(
                    new Row(
                            name + "accepted",
                            "events acknowledged (202, on the bus), per round",
                            "events/s",
                            acceptedPerSecond,
                            "%d clients in a closed loop (%s) through the gateway, %d s or %d events, of %d licenses; both sizes in turn, when the rate has stopped rising"
                                    .formatted(
                                            CLIENTS,
                                            Client.METHOD,
                                            limits.eventRound().toSeconds(),
                                            limits.eventsMax(),
                                            LICENSES)));
            rows.add(
                    new Row(
                            name + "wait until counted",
                            "all events of a round",
                            "s",
                            secondsUntilCounted,
                            "from the last acknowledgement until GET /usage of the reseller shows every event, asked every %d ms"
                                    .formatted(PAUSE.toMillis())));
            rows.add(
                    new Row(
                            name + "counted",
                            "events in GET /usage, per round",
                            "events/s",
                            countedPerSecond,
                            "events of a round by the time from its first request until all are in GET /usage"));
        }
    }
}
