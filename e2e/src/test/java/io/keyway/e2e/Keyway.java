package io.keyway.e2e;

import io.keyway.local.Local;
import io.keyway.local.client.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The system under test: started as bin/run starts it, once for all journeys, and called over HTTP.
 */
final class Keyway {

    static final Path HOME =
            Path.of(System.getProperty("keyway.home", "..")).toAbsolutePath().normalize();
    static final Duration STARTS_WITHIN = Duration.ofMinutes(5);

    /**
     * A 503 with Retry-After says that nothing was done, because a service has not caught up. Such
     * a call is tried this often.
     */
    private static final int TRIES_MAX = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** All journeys apply from one address, which may otherwise do so five times in an hour. */
    private static final Map<String, String> MANY_APPLICATIONS =
            Map.of(
                    "SPRING_APPLICATION_JSON",
                    "{\"keyway.partner.applications.per-address-max\": 100}");

    /** A running system to use instead, set as -Dkeyway.url while a journey is being written. */
    private static final String RUNNING = System.getProperty("keyway.url");

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static Keyway shared;

    private final Local local;

    /** Shorter than a token lives, because a journey may use it for some time. */
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
            Local local = Local.start(HOME, emptyFolder(), MANY_APPLICATIONS);
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

        String code() {
            return json().path("code").asString("");
        }

        String id() {
            return json().path("id").asString();
        }

        String header(String name) {
            return answer.header(name);
        }

        String contentType() {
            return header("Content-Type");
        }
    }

    /**
     * @param token bearer token of the caller; empty for a call without one
     */
    Answer get(String token, String path) {
        return send(token, "GET", path, null, Map.of());
    }

    Answer post(String token, String path, Object body) {
        return send(token, "POST", path, body, Map.of());
    }

    Answer put(String token, String path, Object body) {
        return send(token, "PUT", path, body, Map.of());
    }

    /**
     * Sends a request.
     *
     * @param body a string as it is, anything else as JSON
     */
    Answer send(
            String token, String method, String path, Object body, Map<String, String> headers) {
        ApiClient api = new ApiClient(url(), TIMEOUT);
        HttpRequest request = api.request(method, path, token, body, headers);
        try {
            for (int attempt = 1; ; attempt++) {
                ApiClient.Answer answer = api.send(request);
                boolean again = answer.status() == 503 && !answer.header("Retry-After").isEmpty();
                if (!again || attempt == TRIES_MAX) {
                    return new Answer(answer);
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

    /** Signs in; the token is reused for some time, because hashing the password is slow. */
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
