package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Fills a store with licenses, customers and events, through the public API. */
final class GrowingStore {

    private static final int EVENTS_OF_A_REQUEST = 1_000;

    /** Passwords are hashed on both cores; requests of more clients would be refused. */
    private static final int CLIENTS = 2;

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Lists of licenses that are read for keys and ids, of up to 200 each. */
    private static final int PAGES_READ = 20;

    /** What the store contains. */
    record Size(int licenses, int customers, int events) {

        static final Size EMPTY = new Size(0, 0, 0);

        Size hundredth() {
            return new Size(licenses / 100, customers / 100, events / 100);
        }

        @Override
        public String toString() {
            return "%,d licenses, %,d customers, %,d events".formatted(licenses, customers, events);
        }
    }

    private final Client api;
    private final Market market;
    private final String order;
    private final Duration settles;
    private final List<String> keys = new ArrayList<>();
    private final List<String> licenses = new ArrayList<>();
    private final AtomicInteger events = new AtomicInteger();
    private Size size = Size.EMPTY;

    /**
     * @param order from which all licenses are issued
     * @param settles pause after filling
     */
    GrowingStore(Client api, Market market, String order, Duration settles) {
        this.api = api;
        this.market = market;
        this.order = order;
        this.settles = settles;
    }

    void fillTo(Size wanted) throws InterruptedException {
        issue(wanted.licenses() - size.licenses());
        ClosedLoop.run(
                CLIENTS,
                Limits.VOLUME_WITHIN,
                wanted.customers() - size.customers(),
                () -> market.customer().expect(201));
        while (events.get() < wanted.events()) {
            Client.until(
                    answer -> answer.status() == 202, PAUSE, () -> "events", this::reportEvents);
        }
        size = wanted;
        Thread.sleep(settles);
    }

    /** The key of a license that was issued by the filling. */
    String anyKey() {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }

    private void issue(int quantity) throws InterruptedException {
        String token = market.reseller.token();
        String issuance =
                api.post(token, "/api/v1/licenses", market.issue(order, quantity))
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
        for (int page = 0; page < PAGES_READ; page++) {
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

    private Answer reportEvents() throws InterruptedException {
        return api.post(market.reseller.token(), "/api/v1/events", batch());
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
                                                UUID.randomUUID(),
                                                first,
                                                Market.EVENT_TYPE,
                                                licenses.get(license)))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
