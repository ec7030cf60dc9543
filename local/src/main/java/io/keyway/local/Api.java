package io.keyway.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The public API as a program sees it, patient while a service is being started again. */
final class Api {

    /**
     * @param pause between two tries
     * @param tryMax how long one call is tried before it fails
     * @param timeout of one try
     */
    record Patience(Duration pause, Duration tryMax, Duration timeout) {

        static final Patience STANDARD =
                new Patience(
                        Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** An answer that no repetition will change. */
    static final class Refused extends RuntimeException {

        private final int status;

        Refused(String message, int status) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static final int CONFLICT = 409;
    private static final int BUSY = 429;
    private static final int UNAVAILABLE = 503;

    /** Keys in order: a repeated request is the same text. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final URI base;
    private final Patience patience;
    private final HttpClient http;

    /**
     * @param base such as {@code http://localhost:8080/api/v1/}
     */
    Api(URI base, Patience patience) {
        this.base = base;
        this.patience = patience;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience.timeout())
                        .build();
    }

    /**
     * @param token of the caller; empty for calls that need none
     * @param idempotencyKey makes a repeated POST safe; empty for calls that are safe anyway
     * @return the answer's body; a missing node when there is none
     */
    JsonNode send(
            String method, String path, String token, String idempotencyKey, @Nullable Object body)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(patience.timeout())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!idempotencyKey.isEmpty()) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return patiently(request.build());
    }

    private JsonNode patiently(HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + patience.tryMax().toNanos();
        while (true) {
            String problem;
            try {
                HttpResponse<String> response =
                        http.send(request, HttpResponse.BodyHandlers.ofString());
                int status = response.statusCode();
                if (status != BUSY && status != UNAVAILABLE && !isUnderWay(response)) {
                    return bodyOf(request, response);
                }
                problem = String.valueOf(status);
            } catch (IOException e) {
                // Refused, reset or timed out: a repetition is safe, every call has its key.
                problem = e.toString();
            }
            if (System.nanoTime() > deadline) {
                throw new Refused(
                        "%s %s: %s for %d s"
                                .formatted(
                                        request.method(),
                                        request.uri().getPath(),
                                        problem,
                                        patience.tryMax().toSeconds()),
                        UNAVAILABLE);
            }
            Thread.sleep(patience.pause());
        }
    }

    /**
     * The same request, cut off from its answer before, is still being worked on, or another
     * service is.
     */
    private static boolean isUnderWay(HttpResponse<String> response) {
        return response.statusCode() == CONFLICT
                && (response.body().contains("\"request_in_progress\"")
                        || response.body().contains("\"not_ready\"")
                        || response.body().contains("\"not_in_portfolio\""));
    }

    private static JsonNode bodyOf(HttpRequest request, HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new Refused(
                    "%s %s: %d %s"
                            .formatted(
                                    request.method(),
                                    request.uri().getPath(),
                                    response.statusCode(),
                                    response.body()),
                    response.statusCode());
        }
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }
}
