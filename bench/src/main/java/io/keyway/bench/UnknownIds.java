package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import io.keyway.contracts.id.LicenseId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures reported events while another client reports some for licenses that do not exist, and
 * while it reports some for a license that exists: the difference is the cost of searching the
 * unknown.
 */
final class UnknownIds {

    private static final int CLIENTS = 4;
    private static final int BATCH = 100;
    private static final int ASKING_AT_ONCE_MAX = 256;
    private static final int TICKS_PER_SECOND = 100;

    /** The services compile code for about a minute. */
    private static final int WARM_UP_ROUNDS = 5;

    private final Client api;
    private final Market market;
    private final Limits limits;
    private final String source =
            "/unknown/" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private String license = "";
    private volatile @Nullable Answer wrong;

    UnknownIds(Client api, Market market, Limits limits) {
        this.api = api;
        this.market = market;
        this.limits = limits;
    }

    List<Row> measure() throws InterruptedException {
        license = market.licenses(1).getFirst();
        Client.until(
                answer -> answer.status() == 202 && answer.text().contains("accepted"),
                Duration.ofMillis(20),
                () -> "an event of a new license",
                () -> api.post(market.reseller.token(), "/api/v1/events", batch(1)));
        List<Double> alone = new ArrayList<>();
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        List<Double> asked = new ArrayList<>();
        List<Double> refused = new ArrayList<>();
        for (int i = -WARM_UP_ROUNDS; i < 2 * limits.rounds(); i++) {
            double without = eventsPerSecond(0, true);
            // In turn, so that neither of the two is always the warmer one.
            double before = eventsPerSecond(limits.asking(), i % 2 == 0);
            double after = eventsPerSecond(limits.asking(), i % 2 != 0);
            double besideKnown = i % 2 == 0 ? before : after;
            double besideUnknown = i % 2 == 0 ? after : before;
            double answeredThen = answered.getAndSet(0) / ClosedLoop.seconds(limits.round());
            double refusedThen = busy.getAndSet(0) / ClosedLoop.seconds(limits.round());
            if (i >= 0) {
                alone.add(without);
                known.add(besideKnown);
                unknown.add(besideUnknown);
                ratio.add(besideUnknown / besideKnown);
                asked.add(answeredThen);
                refused.add(refusedThen);
            }
        }
        String method =
                "%d clients in a closed loop, batches of %d through the gateway, %d s; "
                        .formatted(CLIENTS, BATCH, limits.round().toSeconds());
        String beside =
                "%d requests/s POST /events of one event of a license ".formatted(limits.asking());
        return List.of(
                row("events accepted alone", alone, method + "nothing else"),
                row("events accepted beside known ids", known, method + beside + "that exists"),
                row(
                        "events accepted beside unknown ids",
                        unknown,
                        method + beside + "that does not"),
                new Row(
                        "events accepted: unknown/known",
                        "rounds",
                        "ratio",
                        ratio,
                        "the two rows above, round by round"),
                new Row(
                        "unknown ids answered",
                        "license_not_found, per round",
                        "requests/s",
                        asked,
                        "of those that were to be asked; each another id, at most %d at once"
                                .formatted(ASKING_AT_ONCE_MAX)),
                new Row(
                        "unknown ids refused",
                        "503, per round",
                        "requests/s",
                        refused,
                        "the system was busy; not asked again"));
    }

    private static Row row(String name, List<Double> values, String method) {
        return new Row(name, "events acknowledged", "events/s", values, method);
    }

    /**
     * Events accepted per second.
     *
     * @param asking requests per second of the other client
     */
    private double eventsPerSecond(int asking, boolean known) throws InterruptedException {
        Semaphore places = new Semaphore(ASKING_AT_ONCE_MAX);
        ClosedLoop.Round round;
        try (ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor()) {
            ticks.scheduleAtFixedRate(
                    () -> tick(asking / TICKS_PER_SECOND, known, places),
                    0,
                    1000 / TICKS_PER_SECOND,
                    TimeUnit.MILLISECONDS);
            round = ClosedLoop.run(CLIENTS, limits.round(), Integer.MAX_VALUE, this::report);
            ticks.shutdownNow();
        }
        places.acquire(ASKING_AT_ONCE_MAX); // Waits until the last request was answered.
        Answer unexpected = wrong;
        if (unexpected != null) {
            throw new IllegalStateException("asking for a license: " + unexpected.text());
        }
        return round.perSecond() * BATCH;
    }

    private void report() throws InterruptedException {
        api.post(market.reseller.token(), "/api/v1/events", batch(BATCH)).expect(202);
    }

    private void tick(int requests, boolean known, Semaphore places) {
        for (int i = 0; i < requests && places.tryAcquire(); i++) {
            Thread.ofVirtual().start(() -> ask(known, places));
        }
    }

    private void ask(boolean known, Semaphore places) {
        String subject = known ? license : LicenseId.next().value();
        try {
            Answer answer = api.postOnce(market.reseller.token(), "/api/v1/events", event(subject));
            if (answer.text().contains(known ? "accepted" : "license_not_found")) {
                answered.addAndGet(known ? 0 : 1);
            } else if (answer.status() == 503) {
                busy.addAndGet(known ? 0 : 1);
            } else {
                wrong = answer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private String batch(int events) {
        String time = Instant.now().toString();
        return IntStream.range(0, events)
                .mapToObj(i -> event(license, time))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String event(String subject) {
        return event(subject, Instant.now().toString());
    }

    private String event(String subject, String time) {
        return """
                {"specversion":"1.0","id":"%d","source":"%s","type":"%s","subject":"%s","time":"%s","data":{"count":1}}"""
                .formatted(next.getAndIncrement(), source, Market.EVENT_TYPE, subject, time);
    }
}
