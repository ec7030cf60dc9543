package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Measures how long it takes to close a month for many payers with much usage. */
final class CloseVolume {

    private static final int CLIENTS = 4;
    private static final int EVENTS_OF_A_REQUEST = 1_000;

    /** A second meter of the same events, so that a plan has two rates. */
    private static final String CALLS = "calls";

    /** Usage is accepted for 35 days; one less, so that midnight does not matter. */
    private static final int DAYS_BACK = 34;

    private static final int DRAFTS = 50;
    private static final int DRAFTS_WARM = 50;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path home;
    private final Limits limits;

    /** The month before this one: its end always lies in the days that usage is accepted for. */
    private final YearMonth period;

    private final LocalDate firstDay;
    private final int days;

    private final String source =
            "/bench/" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    CloseVolume(Path home, Limits limits) {
        this.home = home;
        this.limits = limits;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        this.period = YearMonth.from(today).minusMonths(1);
        LocalDate accepted = today.minusDays(DAYS_BACK);
        this.firstDay = accepted.isAfter(period.atDay(1)) ? accepted : period.atDay(1);
        this.days = (int) (period.atEndOfMonth().toEpochDay() - firstDay.toEpochDay()) + 1;
    }

    List<Row> measure() throws InterruptedException {
        Installation installation = Installation.first(home).installation();
        Client api = installation.gateway();
        Market market = new Market(api);
        List<String> licenses;
        try (PublishedNetwork network =
                new PublishedNetwork(installation.local().kafkaBrokers(), market, period)) {
            licenses = network.publish(limits.payers(), plan(api, market));
        }
        report(api, market, licenses);
        List<Double> drafts = drafts(api, market);
        long begin = System.nanoTime();
        Answer done = close(api, market);
        double seconds = (System.nanoTime() - begin) / 1e9;
        int closed = done.json().path("closed").asInt();
        if (closed != limits.payers() || done.json().path("openCount").asInt() != 0) {
            throw new IllegalStateException("not all are closed: " + done);
        }
        installation.close();
        String counted =
                "%,d statements over %,d events on %d days".formatted(closed, taken.get(), days);
        String method =
                "POST /statements/close by the vendor until GET /statement-closes/{id} is done, asked every %d ms; %d payers (a twentieth distributors, the others resellers below them) with a plan of a fee and 2 rates, one license per reseller; one page of payers at a time by one process"
                        .formatted(PAUSE.toMillis(), limits.payers());
        return List.of(
                new Row(
                        "statement of a distributor, computed",
                        counted,
                        "ms",
                        drafts,
                        "GET /statements/{id} of a draft by the vendor, one at a time: a fee and 2 rates, from the buckets of all partitions and days; the first %d are not counted"
                                .formatted(DRAFTS_WARM)),
                new Row("close of a month", counted, "s", List.of(seconds), method),
                new Row(
                        "close of a month: statements",
                        "statements closed, of the row above",
                        "statements/s",
                        List.of(closed / seconds),
                        method));
    }

    private List<Double> drafts(Client api, Market market) throws InterruptedException {
        String token = market.vendor.token();
        JsonNode drafts =
                api.get(token, "/api/v1/statements?limit=200&period=" + period)
                        .expect(200)
                        .json()
                        .path("items");
        String id =
                drafts.valueStream()
                        .filter(
                                draft ->
                                        draft.path("payeeId").asString().equals(market.vendor.id()))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < DRAFTS_WARM + DRAFTS; i++) {
            long begin = System.nanoTime();
            api.get(token, "/api/v1/statements/" + id).expect(200);
            if (i >= DRAFTS_WARM) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return millis;
    }

    private static String plan(Client api, Market market) throws InterruptedException {
        Market.id(
                api.post(
                        market.vendor.token(),
                        "/api/v1/meters",
                        Map.of(
                                "code",
                                CALLS,
                                "eventType",
                                Market.EVENT_TYPE,
                                "aggregation",
                                "count")));
        return Market.id(
                api.post(
                        market.vendor.token(),
                        "/api/v1/plans",
                        Map.of(
                                "name",
                                "Standard",
                                "fee",
                                Map.of("amount", 1_500, "currency", "EUR"),
                                "rates",
                                List.of(
                                        Map.of("meter", Market.METER, "rate", rate("0.02")),
                                        Map.of("meter", CALLS, "rate", rate("0.001"))))));
    }

    private static Map<String, String> rate(String unit) {
        return Map.of("model", "unit", "unit", unit, "included", "100", "currency", "EUR");
    }

    private void report(Client api, Market market, List<String> licenses)
            throws InterruptedException {
        Client.until(
                answer -> {
                    int accepted = accepted(answer.expect(202));
                    taken.addAndGet(accepted);
                    return accepted == licenses.size();
                },
                PAUSE,
                () -> "events of all licenses",
                () -> send(api, market, licenses, licenses.size()));
        ClosedLoop.run(
                CLIENTS,
                Limits.VOLUME_WITHIN,
                limits.closedEvents() / EVENTS_OF_A_REQUEST,
                () -> {
                    Answer answer = send(api, market, licenses, EVENTS_OF_A_REQUEST).expect(202);
                    if (accepted(answer) != EVENTS_OF_A_REQUEST) {
                        throw new IllegalStateException("not all accepted: " + answer);
                    }
                    taken.addAndGet(EVENTS_OF_A_REQUEST);
                });
        String usage =
                "/api/v1/usage?meter=%s&from=%sT00:00:00Z&to=%sT00:00:00Z"
                        .formatted(CALLS, period.atDay(1), period.plusMonths(1).atDay(1));
        BigDecimal expected = BigDecimal.valueOf(taken.get());
        Client.until(
                answer -> answer.status() == 200 && counted(answer).compareTo(expected) == 0,
                PAUSE,
                Limits.VOLUME_WITHIN,
                () -> "a usage of " + expected,
                () -> api.get(market.vendor.token(), usage));
        Thread.sleep(limits.settles());
    }

    private static BigDecimal counted(Answer answer) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : answer.json().path("items")) {
            sum = sum.add(new BigDecimal(row.path("quantity").asString()));
        }
        return sum;
    }

    private static int accepted(Answer answer) {
        return Collections.frequency(
                answer.json().path("results").findValuesAsString("status"), "accepted");
    }

    private Answer send(Client api, Market market, List<String> licenses, int events)
            throws InterruptedException {
        String batch =
                IntStream.range(0, events)
                        .mapToObj(i -> event(licenses))
                        .collect(Collectors.joining(",", "[", "]"));
        return api.post(market.vendor.token(), "/api/v1/events", batch);
    }

    /** Licenses in turn, days at random, in whose middle no clock matters. */
    private String event(List<String> licenses) {
        long number = next.getAndIncrement();
        Instant time =
                firstDay.plusDays(ThreadLocalRandom.current().nextInt(days))
                        .atTime(12, 0)
                        .toInstant(ZoneOffset.UTC);
        return """
        {"specversion":"1.0","id":"%d","source":"%s","type":"%s","subject":"%s","time":"%s","data":{"count":1}}"""
                .formatted(
                        number,
                        source,
                        Market.EVENT_TYPE,
                        licenses.get((int) (number % licenses.size())),
                        time);
    }

    private Answer close(Client api, Market market) throws InterruptedException {
        String token = market.vendor.token();
        String close =
                api.post(token, "/api/v1/statements/close", Map.of("period", period.toString()))
                        .expect(202)
                        .json()
                        .path("id")
                        .asString();
        return Client.until(
                answer -> answer.json().path("status").asString().equals("done"),
                PAUSE,
                Limits.VOLUME_WITHIN,
                () -> "the close of " + period,
                () -> api.get(token, "/api/v1/statement-closes/" + close));
    }
}
