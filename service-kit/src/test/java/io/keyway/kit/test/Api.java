package io.keyway.kit.test;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Map;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Calls the service under test as the gateway does, for a given caller. A 503 with Retry-After says
 * that nothing was done: such a call is repeated soon.
 */
public final class Api {

    private static final int TRIES_MAX = 50;
    private static final long BETWEEN_TRIES_MILLIS = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private final String service;
    private final int triesMax;

    /**
     * @param environment of the running context
     */
    public Api(Environment environment) {
        this(environment, TRIES_MAX);
    }

    private Api(Environment environment, int triesMax) {
        this.triesMax = triesMax;
        this.base = "http://localhost:" + environment.getRequiredProperty("local.server.port");
        this.service = environment.getRequiredProperty("keyway.kit.service");
    }

    /** Returns the first answer, even a 503. */
    public static Api once(Environment environment) {
        return new Api(environment, 1);
    }

    public record Answer(int status, HttpResponse<byte[]> response) {

        public JsonNode json() {
            return response.body().length == 0
                    ? MissingNode.getInstance()
                    : JSON.readTree(response.body());
        }

        public String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        /** The code of a problem; empty if there is none. */
        public String code() {
            return json().path("code").asString("");
        }

        public String etag() {
            return response.headers().firstValue("ETag").orElse("");
        }
    }

    public Answer get(Caller caller, String path) {
        return send(caller, "GET", path, null, Map.of());
    }

    /**
     * @param body a string as it is, anything else as JSON
     */
    public Answer post(Caller caller, String path, Object body) {
        return send(caller, "POST", path, body, Map.of());
    }

    public Answer post(Caller caller, String path, Object body, Map<String, String> headers) {
        return send(caller, "POST", path, body, headers);
    }

    public Answer put(Caller caller, String path, Object body) {
        return send(caller, "PUT", path, body, Map.of());
    }

    public Answer patch(Caller caller, String path, Object body) {
        return send(caller, "PATCH", path, body, Map.of());
    }

    public Answer delete(Caller caller, String path) {
        return send(caller, "DELETE", path, null, Map.of());
    }

    public Answer send(
            Caller caller, String method, String path, Object body, Map<String, String> headers) {
        byte[] key = ScopeAssertion.serviceKey(TestPlatform.MASTER_KEY, service);
        return sendWith(
                ScopeAssertion.sign(caller, service, key, Clock.systemUTC().instant()),
                method,
                path,
                body,
                headers);
    }

    /**
     * @param assertion what to claim about the caller, or null for nothing
     */
    public Answer sendWith(
            String assertion,
            String method,
            String path,
            Object body,
            Map<String, String> headers) {
        String text =
                body == null
                        ? null
                        : body instanceof String given ? given : JSON.writeValueAsString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(
                                method,
                                text == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(text));
        if (text != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (assertion != null) {
            request.header(ScopeAssertion.HEADER, assertion);
        }
        headers.forEach(request::header);
        try {
            for (int attempt = 1; ; attempt++) {
                HttpResponse<byte[]> response =
                        HTTP.send(request.build(), BodyHandlers.ofByteArray());
                boolean again =
                        response.statusCode() == 503
                                && response.headers().firstValue("Retry-After").isPresent();
                if (!again || attempt == triesMax) {
                    return new Answer(response.statusCode(), response);
                }
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
