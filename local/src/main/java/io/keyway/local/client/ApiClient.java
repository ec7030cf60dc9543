package io.keyway.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the public API over HTTP/1.1, once per call: which answers are worth a retry is the
 * caller's decision. All instances share their connections.
 *
 * <p>Uses nothing but the JDK and Jackson, because {@code bench} takes this module without its
 * dependencies.
 */
public final class ApiClient {

    /** Keys in order: a repeated call sends the same bytes, as an idempotency key requires. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private final String base;
    private final Duration timeout;

    /**
     * @param base put before every path, such as {@code http://localhost:8080}
     * @param timeout of one call, connecting included
     */
    public ApiClient(String base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
    }

    /** An answer with its whole body. */
    public record Answer(int status, HttpHeaders headers, byte[] body) {

        /** The body as UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The body as JSON; a missing node when it is empty. */
        public JsonNode json() {
            return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        }

        /** The first value of the header; empty when there is none. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** A request without body, to be completed by the caller. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
    }

    /**
     * @param token bearer token of the caller; empty for a call without one
     * @param body a string is sent as it is, anything else as JSON, null as no body
     * @param headers further headers; a {@code Content-Type} among them replaces JSON's
     */
    public HttpRequest request(
            String method,
            String path,
            String token,
            @Nullable Object body,
            Map<String, String> headers) {
        HttpRequest.Builder request = request(path);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            String text = body instanceof String given ? given : JSON.writeValueAsString(body);
            request.method(method, BodyPublishers.ofString(text));
            if (!headers.containsKey("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
        }
        headers.forEach(request::header);
        return request.build();
    }

    /**
     * Sends the request once.
     *
     * @throws IOException if there was no answer: connection refused, reset or timed out
     */
    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
