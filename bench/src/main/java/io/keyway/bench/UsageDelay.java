package io.keyway.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures how long an acknowledged event takes until a partner's total has it, while events of
 * other licenses come at half the rate that is possible.
 */
final class UsageDelay {

    private static final String METER = "probes";
    private static final String EVENT_TYPE = "bench.probe";
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int PERCENT = 99;

    private final Client api;
    private final Market market;
    private final Limits limits;
    private final String source =
            "/bench/probe/" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);

    private int sent;

    UsageDelay(Client api, Market market, Limits limits) {
        this.api = api;
        this.market = market;
        this.limits = limits;
    }

    /**
     * @param license of the reseller
     * @param clients send batches beside the probes
     * @param perSecond batches of all clients per second
     */
    List<Row> measure(String license, int clients, double perSecond, ClosedLoop.Call batch)
            throws InterruptedException {
        market.meter(METER, EVENT_TYPE);
        String usage =
                "/api/v1/usage?meter=%s&from=%s"
                        .formatted(METER, Instant.now().truncatedTo(ChronoUnit.DAYS));
        List<Double> millis = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                load.add(threads.submit(() -> send(perSecond / clients, batch)));
            }
            for (int i = 0; i < limits.probes(); i++) {
                millis.add(probe(license, usage));
            }
            load.forEach(one -> one.cancel(true));
        }
        List<Double> sorted = millis.stream().sorted().toList();
        double p99 = sorted.get((sorted.size() * PERCENT + PERCENT) / 100 - 1);
        String method =
                "one event at a time of a license of its own; then GET /usage of the reseller, asked every %d ms, while %d clients send %.1f batches of other licenses per second"
                        .formatted(PAUSE.toMillis(), clients, perSecond);
        return List.of(
                new Row(
                        "usage events at half the rate: 202 until in the partner's total",
                        "each event",
                        "ms",
                        millis,
                        method),
                new Row(
                        "usage events at half the rate: the same, p99",
                        "of %d events".formatted(millis.size()),
                        "ms",
                        List.of(p99),
                        method));
    }

    private double probe(String license, String usage) throws InterruptedException {
        sent++;
        String event =
                """
                {"specversion":"1.0","id":"%d","source":"%s","type":"%s","subject":"%s"}"""
                        .formatted(sent, source, EVENT_TYPE, license);
        api.post(market.reseller.token(), "/api/v1/events", event).expect(202);
        long acknowledged = System.nanoTime();
        BigDecimal expected = BigDecimal.valueOf(sent);
        Client.until(
                answer ->
                        answer.status() == 200 && UsageEvents.sum(answer).compareTo(expected) == 0,
                PAUSE,
                () -> expected + " probes",
                () -> api.get(market.reseller.token(), usage));
        return (System.nanoTime() - acknowledged) / 1e6;
    }

    /** Until it is interrupted; a batch that is late is sent at once. */
    private static Void send(double perSecond, ClosedLoop.Call batch) {
        try {
            for (long at = System.nanoTime(); ; at += (long) (1e9 / perSecond)) {
                Thread.sleep(Duration.ofNanos(Math.max(0, at - System.nanoTime())));
                batch.send();
            }
        } catch (InterruptedException e) {
            return null;
        }
    }
}
