package io.keyway.e2e;

import io.keyway.local.Local;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The system under test, from outside: started as bin/run starts it, once for all journeys, and
 * called over HTTP.
 */
final class Keyway {

    static final Path HOME =
            Path.of(System.getProperty("keyway.home", "..")).toAbsolutePath().normalize();
    static final Duration STARTS_WITHIN = Duration.ofMinutes(5);

    /**
     * A 503 with Retry-After says that nothing was done, because a service has not heard yet: such
     * a call is tried again, as often as this.
     */
    private static final int TRIES_MAX = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** While a journey is being written: a system that runs already, as -Dkeyway.url. */
    private static final String RUNNING = System.getProperty("keyway.url");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static Keyway shared;

    private final Local local;

    /** A token is not kept for as long as it lives: all journeys together may take longer. */
    static final Duration TOKENS_KEPT = Duration.ofMinutes(10);

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {}

    Keyway(Local local) {
        this.local = local;
    }

    static synchronized Keyway shared() {
        if (shared == null && RUNNING != null) {
            shared = new Keyway(null);
        }
        if (shared == null) {
            Local local = Local.start(HOME, emptyFolder(), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(local::close));
            local.awaitReady(STARTS_WITHIN);
            shared = new Keyway(local);
        }
        return shared;
    }

    static Path emptyFolder() {
        try {
            return Files.createTempDirectory("keyway-e2e");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Local local() {
        return local;
    }

    String url() {
        return local == null ? RUNNING : local.url();
    }

    record Answer(int status, HttpResponse<byte[]> response) {

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return response.body().length == 0
                    ? MissingNode.getInstance()
                    : JSON.readTree(response.body());
        }

        String code() {
            return json().path("code").asString("");
        }

        String id() {
            return json().path("id").asString();
        }

        String contentType() {
            return response.headers().firstValue("Content-Type").orElse("");
        }
    }

    /**
     * @param who a token, or empty for nobody
     */
    Answer get(String who, String path) {
        return send(who, "GET", path, null, Map.of());
    }

    Answer post(String who, String path, Object body) {
        return send(who, "POST", path, body, Map.of());
    }

    Answer put(String who, String path, Object body) {
        return send(who, "PUT", path, body, Map.of());
    }

    /**
     * @param body a string as it is, anything else as JSON
     */
    Answer send(String who, String method, String path, Object body, Map<String, String> headers) {
        String text =
                body == null
                        ? null
                        : body instanceof String given ? given : JSON.writeValueAsString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                text == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(text));
        if (text != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!who.isEmpty()) {
            request.header("Authorization", "Bearer " + who);
        }
        headers.forEach(request::header);
        try {
            for (int attempt = 1; ; attempt++) {
                HttpResponse<byte[]> response =
                        HTTP.send(request.build(), BodyHandlers.ofByteArray());
                boolean again =
                        response.statusCode() == 503
                                && response.headers().firstValue("Retry-After").isPresent();
                if (!again || attempt == TRIES_MAX) {
                    return new Answer(response.statusCode(), response);
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String operator() {
        return signIn("admin@keyway.local", "keyway-local");
    }

    /** Signs in, once per password, so that the journeys do not wait for password hashes. */
    String signIn(String username, String password) {
        return tokens.compute(
                        username + "\n" + password,
                        (key, known) ->
                                known != null && Instant.now().isBefore(known.until())
                                        ? known
                                        : new Token(
                                                freshToken(username, password),
                                                Instant.now().plus(TOKENS_KEPT)))
                .value();
    }

    String freshToken(String username, String password) {
        Answer answer =
                post("", "/api/v1/tokens", Map.of("username", username, "password", password));
        if (answer.status() != 201) {
            throw new IllegalStateException("cannot sign in as " + username + ": " + answer.text());
        }
        return answer.json().path("accessToken").asString();
    }
}
