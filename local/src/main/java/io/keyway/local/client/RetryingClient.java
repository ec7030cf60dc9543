package io.keyway.local.client;

import io.keyway.local.client.ApiClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls the public API and repeats a call while a service is not available. */
public final class RetryingClient {

    /**
     * @param pause between two attempts
     * @param retryWithin how long one call is repeated before it fails
     * @param timeout of one attempt
     */
    public record Limits(Duration pause, Duration retryWithin, Duration timeout) {

        public static final Limits STANDARD =
                new Limits(Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** The call was refused, or no attempt succeeded in time. */
    public static final class CallFailed extends RuntimeException {

        private final int status;

        CallFailed(String message, int status) {
            super(message);
            this.status = status;
        }

        /** The HTTP status of the refusal; 503 when the time ran out. */
        public int status() {
            return status;
        }
    }

    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final ApiClient api;
    private final Limits limits;

    /**
     * @param base such as {@code http://localhost:8080/api/v1/}
     */
    public RetryingClient(String base, Limits limits) {
        this.api = new ApiClient(base, limits.timeout());
        this.limits = limits;
    }

    /**
     * @param path relative to the base, without a leading slash
     * @param token of the caller; empty for calls that need none
     * @param idempotencyKey makes a repeated POST safe; empty for calls that are safe anyway
     * @return the answer's body; a missing node when there is none
     * @throws CallFailed on a status of 300 or more that a retry does not change
     */
    public JsonNode send(
            String method, String path, String token, String idempotencyKey, @Nullable Object body)
            throws InterruptedException {
        Map<String, String> headers =
                new TreeMap<>(
                        Map.of("Accept", "application/json", "Content-Type", "application/json"));
        if (!idempotencyKey.isEmpty()) {
            headers.put("Idempotency-Key", idempotencyKey);
        }
        return sendWithRetry(api.request(method, path, token, body, headers));
    }

    private JsonNode sendWithRetry(HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + limits.retryWithin().toNanos();
        while (true) {
            String problem;
            try {
                Answer answer = api.send(request);
                if (!isTemporary(answer)) {
                    return bodyOf(request, answer);
                }
                problem = String.valueOf(answer.status());
            } catch (IOException e) {
                // Every call is safe to repeat: it is a read, or carries an idempotency key.
                problem = e.toString();
            }
            if (System.nanoTime() > deadline) {
                throw failed(
                        request,
                        "%s for %d s".formatted(problem, limits.retryWithin().toSeconds()),
                        UNAVAILABLE);
            }
            Thread.sleep(limits.pause());
        }
    }

    private static boolean isTemporary(Answer answer) {
        return answer.status() == TOO_MANY_REQUESTS
                || answer.status() == UNAVAILABLE
                || isInProgress(answer);
    }

    /**
     * Conflicts that pass: an earlier attempt at the same request is still running, or a service
     * has not yet consumed an event that the call depends on.
     */
    private static boolean isInProgress(Answer answer) {
        if (answer.status() != CONFLICT) {
            return false;
        }
        String body = answer.text();
        return body.contains("\"request_in_progress\"")
                || body.contains("\"not_ready\"")
                || body.contains("\"not_in_portfolio\"");
    }

    private static JsonNode bodyOf(HttpRequest request, Answer answer) {
        if (answer.status() >= 300) {
            throw failed(
                    request, "%d %s".formatted(answer.status(), answer.text()), answer.status());
        }
        return answer.json();
    }

    private static CallFailed failed(HttpRequest request, String problem, int status) {
        return new CallFailed(
                "%s %s: %s".formatted(request.method(), request.uri().getPath(), problem), status);
    }
}
