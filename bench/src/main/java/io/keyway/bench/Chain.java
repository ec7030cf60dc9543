package io.keyway.bench;

import io.keyway.bench.Client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends one request after the other: the time that one user sees, not the capacity. */
final class Chain {

    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final String ALONE = "one client, one at a time, through the gateway; ";
    private static final String FINGERPRINT = "aa:bb";

    private final Client api;
    private final Market market;
    private final Limits limits;

    Chain(Client api, Market market, Limits limits) {
        this.api = api;
        this.market = market;
        this.limits = limits;
    }

    List<Row> measure() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        orders(rows);
        calls(rows);
        return rows;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void orders(List<Row> rows) throws InterruptedException {
        List<Double> taken = new ArrayList<>();
        List<Double> chain = new ArrayList<>();
        for (int i = -limits.warmUps(); i < limits.orders(); i++) {
            long begin = System.nanoTime();
            Answer order =
                    api.post(
                            market.distributor.token(),
                            "/api/v1/orders",
                            market.order("immediate", 1));
            double answered = millisSince(begin);
            awaitLicense(Market.id(order));
            if (i >= 0) {
                taken.add(answered);
                chain.add(millisSince(begin));
            }
        }
        String warmUp = "after %d not counted".formatted(limits.warmUps());
        rows.add(
                new Row(
                        "order of 1 license: taken",
                        "immediate order",
                        "ms",
                        taken,
                        ALONE + "POST /orders until its answer (priced and stored); " + warmUp));
        rows.add(
                new Row(
                        "order of 1 license: to the license",
                        "immediate order",
                        "ms",
                        chain,
                        ALONE
                                + "POST /orders until the order is fulfilled and GET /licenses"
                                + " shows the license, asked every %d ms; "
                                        .formatted(PAUSE.toMillis())
                                + warmUp));
    }

    private void awaitLicense(String order) throws InterruptedException {
        String token = market.distributor.token();
        Client.until(
                answer -> answer.json().path("status").asString().equals("fulfilled"),
                PAUSE,
                () -> "order " + order + " fulfilled",
                () -> api.get(token, "/api/v1/orders/" + order));
        Client.until(
                answer -> answer.json().path("items").size() == 1,
                PAUSE,
                () -> "the license of order " + order,
                () -> api.get(token, "/api/v1/licenses?orderId=" + order));
    }

    private void calls(List<Row> rows) throws InterruptedException {
        String order = market.allowance(limits.warmUps() + limits.calls() + 1);
        Step issue = () -> issue(order);
        JsonNode license = issue(order);
        Map<String, Object> body =
                Map.of(
                        "key",
                        license.path("key").asString(),
                        "scope",
                        Map.of("fingerprint", FINGERPRINT));
        api.post(
                        market.reseller.token(),
                        "/api/v1/licenses/" + license.path("id").asString() + "/machines",
                        Map.of("fingerprint", FINGERPRINT, "name", "one"))
                .expect(201);
        Client.until(Chain::isValid, PAUSE, () -> "a machine at the key", () -> validate(body));
        rows.add(
                timed(
                        "on-demand issue of 1 license",
                        "license",
                        issue,
                        "POST /licenses until its answer, which has the signed key"));
        rows.add(
                timed(
                        "validate a key",
                        "validation",
                        () -> {
                            if (!isValid(validate(body))) {
                                throw new IllegalStateException("the key is not valid");
                            }
                        },
                        "POST /licenses/validate of the same key with its machine: after the first"
                                + " the service knows it from memory"));
    }

    private Row timed(String name, String counted, Step step, String method)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = -limits.warmUps(); i < limits.calls(); i++) {
            long begin = System.nanoTime();
            step.run();
            if (i >= 0) {
                millis.add(millisSince(begin));
            }
        }
        String warmUp = "; after %d not counted".formatted(limits.warmUps());
        return new Row(name, counted, "ms", millis, ALONE + method + warmUp);
    }

    private JsonNode issue(String order) throws InterruptedException {
        return api.post(market.reseller.token(), "/api/v1/licenses", market.issue(order, 1))
                .expect(201)
                .json()
                .path("items")
                .path(0);
    }

    private Answer validate(Map<String, Object> body) throws InterruptedException {
        return api.post("", "/api/v1/licenses/validate", body).expect(200);
    }

    private static boolean isValid(Answer verdict) {
        return verdict.json().path("valid").asBoolean();
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
