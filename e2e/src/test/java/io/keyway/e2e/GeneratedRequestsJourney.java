package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.RequestGenerator.Request;
import io.keyway.local.Local;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Thousands of requests generated from the API document, valid, nearly valid and hostile, as a
 * reseller and without a credential. No answer is a 5xx, every refusal is a problem, and no answer
 * contains another caller's data; requests of another client beside them work as always.
 *
 * <p>{@code -Dkeyway.generated.seed=S} repeats the requests of a run; {@code
 * -Dkeyway.generated.requests=N} sets their number.
 */
class GeneratedRequestsJourney {

    private static final long SEED =
            Long.getLong("keyway.generated.seed", System.nanoTime() & 0xffff_ffffL);
    private static final int REQUESTS = Integer.getInteger("keyway.generated.requests", 5_000);
    private static final int CLIENTS = 4;
    private static final int TRIES_MAX = 5;
    private static final long BETWEEN_TRIES_MILLIS = 300;
    private static final long BYSTANDER_EVERY_MILLIS = 20;
    private static final double BYSTANDER_P99_MILLIS = 500;
    private static final List<String> SERVICES =
            List.of(
                    "partner-service",
                    "order-service",
                    "license-service",
                    "usage-service",
                    "gateway");
    private static final JsonMapper JSON = JsonMapper.shared();

    private @Nullable Local local;
    private Keyway keyway;
    private RawHttp http;
    private Tree tree;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray statuses = new AtomicIntegerArray(600);
    private final AtomicInteger triedAgain = new AtomicInteger();

    /** On a system of its own, because it uses up the rate limit of its address. */
    @BeforeEach
    void start() {
        if (System.getProperty("keyway.url") != null) {
            keyway = Keyway.shared();
        } else {
            local = Local.start(Keyway.HOME, Keyway.emptyFolder(), Map.of());
            local.awaitReady(Keyway.STARTS_WITHIN);
            keyway = new Keyway(local);
        }
        http = new RawHttp(keyway.url());
        tree = new Tree(keyway);
    }

    @AfterEach
    void stop() {
        if (local != null) {
            local.close();
        }
    }

    @Test
    void noGeneratedRequestBreaksAnything() throws Exception {
        say("generated requests: seed " + SEED);
        MatrixIds own = MatrixIds.of(tree);
        Tree strangers = new Tree(keyway);
        MatrixIds foreign = MatrixIds.of(strangers);
        List<String> secrets =
                List.of(
                        strangers.customerId,
                        strangers.resellerId,
                        strangers.customerEmail,
                        strangers.resellerName,
                        foreign.get("license"),
                        foreign.licenseKey());
        List<Request> requests = requests(own, foreign);
        Map<String, Integer> restarts = restarts();

        List<Double> bystander = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(
                        clients.submit(
                                () -> {
                                    for (int n = next.getAndIncrement();
                                            n < requests.size();
                                            n = next.getAndIncrement()) {
                                        send(n, requests.get(n), secrets);
                                        if (n % 500 == 0) {
                                            say("%,d of %,d".formatted(n, requests.size()));
                                        }
                                    }
                                    return null;
                                }));
            }
            while (running.stream().anyMatch(client -> !client.isDone())) {
                long begun = System.nanoTime();
                int status = keyway.get(strangers.distributor, "/api/v1/licenses").status();
                bystander.add((System.nanoTime() - begun) / 1e6);
                if (status != 200) {
                    failures.add("the bystander got " + status);
                }
                Thread.sleep(BYSTANDER_EVERY_MILLIS);
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        report(bystander);
        assertThat(keyway.get(tree.reseller, "/api/v1/me").status())
                .as("the reseller is still signed in")
                .isEqualTo(200);
        assertThat(failures).as("seed %d", SEED).isEmpty();
        assertThat(restarts()).isEqualTo(restarts);
        assertThat(percentile(bystander, 0.99)).isLessThan(BYSTANDER_P99_MILLIS);
    }

    /** Requests in which each call is equally frequent. */
    private List<Request> requests(MatrixIds own, MatrixIds foreign) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        own.all().forEach((kind, id) -> ids.put(kind, List.of(id, id, foreign.all().get(kind))));
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        RequestGenerator generator = new RequestGenerator(SEED, document, ids);
        List<Request> requests = new ArrayList<>();
        while (requests.size() < REQUESTS) {
            generator.calls().forEach(call -> requests.add(generator.next(call)));
        }
        return requests;
    }

    /** Sends a request; two of three as the reseller. */
    private void send(int number, Request request, List<String> secrets) throws Exception {
        List<String> headers = new ArrayList<>(request.headers());
        if (number % 3 > 0 && headers.stream().noneMatch(line -> line.startsWith("Auth"))) {
            headers.add("Authorization: Bearer " + tree.reseller);
        }
        RawHttp.Answer answer;
        try {
            answer = http.send(request.method(), request.target(), headers, request.body());
            for (int i = 1; answer.status() == 503 && i < TRIES_MAX; i++) {
                triedAgain.incrementAndGet();
                Thread.sleep(BETWEEN_TRIES_MILLIS);
                answer = http.send(request.method(), request.target(), headers, request.body());
            }
        } catch (IOException noAnswer) {
            failures.add(request + ": no answer, " + noAnswer);
            return;
        }
        statuses.incrementAndGet(answer.status());
        String wrong = wrong(request, answer, secrets);
        if (!wrong.isEmpty()) {
            failures.add(
                    "%s: %d, %s: %s"
                            .formatted(request, answer.status(), wrong, shortened(answer.body())));
        }
    }

    private static String wrong(Request request, RawHttp.Answer answer, List<String> secrets) {
        if (answer.status() >= 500) {
            return "a failure of ours";
        }
        if (!answer.header("x-content-type-options").equals("nosniff")
                || !answer.header("content-security-policy").contains("default-src 'none'")) {
            return "without its security headers";
        }
        if (answer.status() >= 400
                && !request.method().equals("HEAD")
                && !(answer.header("content-type").startsWith("application/problem+json")
                        && hasCode(answer.body()))) {
            return "no problem";
        }
        if (answer.status() < 300 && secrets.stream().anyMatch(answer.body()::contains)) {
            return "contains data of another tree";
        }
        return "";
    }

    private static boolean hasCode(String body) {
        try {
            return !JSON.readTree(body).path("code").asString("").isEmpty();
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private Map<String, Integer> restarts() {
        Map<String, Integer> restarts = new TreeMap<>();
        if (local != null) {
            SERVICES.forEach(name -> restarts.put(name, local.restarts(name)));
        }
        return restarts;
    }

    private void report(List<Double> bystander) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(SEED).append(", ").append(REQUESTS).append(" requests\n");
        for (int status = 0; status < statuses.length(); status++) {
            if (statuses.get(status) > 0) {
                text.append(status).append(": ").append(statuses.get(status)).append('\n');
            }
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "503 tried again: %d%nbystander: %d requests, p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
                        triedAgain.get(),
                        bystander.size(),
                        percentile(bystander, 0.5),
                        percentile(bystander, 0.99),
                        percentile(bystander, 1)));
        failures.forEach(failure -> text.append(failure).append('\n'));
        Files.writeString(Path.of("target", "generated-requests.txt"), text);
        say(text.toString());
    }

    private static double percentile(List<Double> all, double share) {
        List<Double> sorted = all.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * share) - 1));
    }

    private static String shortened(String text) {
        return text.length() < 300 ? text : text.substring(0, 300) + "…";
    }

    @SuppressWarnings("SystemOut") // The seed must be printed, whatever happens.
    private static void say(String line) {
        System.out.println(line);
    }
}
