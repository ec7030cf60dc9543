package io.keyway.bench;

import io.keyway.local.client.ApiClient;
import io.keyway.local.client.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The public API, with the checks and retries that the benchmarks need. */
final class Client {

    static final String METHOD =
            "JDK HttpClient, HTTP/1.1, virtual threads, in the benchmark's own process";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ApiClient api;

    Client(String url) {
        this.api = new ApiClient(url, TIMEOUT);
    }

    record Answer(ApiClient.Answer answer) {

        int status() {
            return answer.status();
        }

        byte[] body() {
            return answer.body();
        }

        String text() {
            return answer.text();
        }

        JsonNode json() {
            return answer.json();
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }

        Answer expect(int expected) {
            if (status() != expected) {
                throw new IllegalStateException(
                        "%d instead of %d: %s".formatted(status(), expected, text()));
            }
            return this;
        }
    }

    /**
     * @param token bearer token of the caller; empty for a call without one
     */
    Answer get(String token, String path) throws InterruptedException {
        return send(request("GET", token, path, null));
    }

    Answer post(String token, String path, Object body) throws InterruptedException {
        return send(request("POST", token, path, body));
    }

    /** The first answer, without retries on 503. */
    Answer postOnce(String token, String path, Object body) throws InterruptedException {
        return once(request("POST", token, path, body));
    }

    Answer put(String token, String path, Object body) throws InterruptedException {
        return send(request("PUT", token, path, body));
    }

    private HttpRequest request(String method, String token, String path, @Nullable Object body) {
        return api.request(method, path, token, body, Map.of());
    }

    HttpRequest.Builder request(String path) {
        return api.request(path);
    }

    /** Repeats a call that is answered with 503, which says that nothing was done. */
    Answer send(HttpRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Answer answer = once(request);
            if (answer.status() != 503 || attempt == Limits.TRIES_MAX) {
                return answer;
            }
            Thread.sleep(Limits.BETWEEN_TRIES);
        }
    }

    private Answer once(HttpRequest request) throws InterruptedException {
        try {
            return new Answer(api.send(request));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        }
    }

    /** Repeats a call until its answer shows that the services involved have caught up. */
    static Answer until(
            Predicate<Answer> settled,
            Duration pause,
            Supplier<String> what,
            Polling.Call<Answer> call)
            throws InterruptedException {
        return Polling.until(settled, pause, Limits.SETTLES_WITHIN, what, call);
    }

    static Answer until(
            Predicate<Answer> settled,
            Duration pause,
            Duration within,
            Supplier<String> what,
            Polling.Call<Answer> call)
            throws InterruptedException {
        return Polling.until(settled, pause, within, what, call);
    }
}
