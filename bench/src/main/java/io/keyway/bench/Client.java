package io.keyway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as a program sees it. Connections are kept and shared by all that call. */
final class Client {

    static final String METHOD =
            "JDK HttpClient, HTTP/1.1, virtual threads, in the benchmark's own process";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String url;

    Client(String url) {
        this.url = url;
    }

    record Answer(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        Answer expect(int expected) {
            if (status != expected) {
                throw new IllegalStateException(
                        "%d instead of %d: %s".formatted(status, expected, text()));
            }
            return this;
        }
    }

    /**
     * @param token of the caller; empty for nobody
     */
    Answer get(String token, String path) throws InterruptedException {
        return send(request("GET", token, path, null));
    }

    Answer post(String token, String path, Object body) throws InterruptedException {
        return send(request("POST", token, path, body));
    }

    /** The first answer, a 503 too. */
    Answer postOnce(String token, String path, Object body) throws InterruptedException {
        return once(request("POST", token, path, body));
    }

    Answer put(String token, String path, Object body) throws InterruptedException {
        return send(request("PUT", token, path, body));
    }

    private HttpRequest request(String method, String token, String path, @Nullable Object body) {
        HttpRequest.Builder request = request(path);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        String text = body instanceof String given ? given : JSON.writeValueAsString(body);
        request.header("Content-Type", "application/json");
        return request.method(method, BodyPublishers.ofString(text)).build();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    }

    /** A 503 says that nothing was done: such a call is tried again. */
    Answer send(HttpRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Answer answer = once(request);
            if (answer.status() != 503 || attempt == Limits.TRIES_MAX) {
                return answer;
            }
            Thread.sleep(Limits.BETWEEN_TRIES);
        }
    }

    private static Answer once(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        }
    }

    interface Asking {
        Answer ask() throws InterruptedException;
    }

    /** Asks again and again until services that must hear of something have heard. */
    static Answer until(
            Predicate<Answer> settled, Duration pause, Supplier<String> what, Asking asking)
            throws InterruptedException {
        return until(settled, pause, Limits.SETTLES_WITHIN, what, asking);
    }

    static Answer until(
            Predicate<Answer> settled,
            Duration pause,
            Duration within,
            Supplier<String> what,
            Asking asking)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            Answer answer = asking.ask();
            if (settled.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s: not within %d s, last answer %d %s"
                                .formatted(
                                        what.get(),
                                        within.toSeconds(),
                                        answer.status(),
                                        answer.text()));
            }
            Thread.sleep(pause);
        }
    }
}
