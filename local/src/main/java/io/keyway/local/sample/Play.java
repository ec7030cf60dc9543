package io.keyway.local.sample;

import io.keyway.local.client.Polling;
import io.keyway.local.client.RetryingClient;
import io.keyway.local.client.RetryingClient.CallFailed;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one step works with: calls to the API, and the facts that earlier steps have left. */
final class Play {

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_READS = Duration.ofMillis(100);

    private final RetryingClient api;
    private final Map<String, String> facts;
    private final String key;
    private int posts;

    /**
     * @param facts shared by all steps
     * @param key unique to the step; begins its idempotency keys
     */
    Play(RetryingClient api, Map<String, String> facts, String key) {
        this.api = api;
        this.facts = facts;
        this.key = key;
    }

    JsonNode get(String token, String path) throws InterruptedException {
        return api.send("GET", path, token, "", null);
    }

    JsonNode put(String token, String path, Object body) throws InterruptedException {
        return api.send("PUT", path, token, "", body);
    }

    /** The idempotency key names the step and the call's place in it: a replay has the same. */
    JsonNode post(String token, String path, @Nullable Object body) throws InterruptedException {
        posts++;
        return api.send("POST", path, token, key + "-" + posts, body);
    }

    /** For a POST that changes nothing, or that the service itself makes safe to repeat. */
    JsonNode postWithoutKey(String token, String path, Object body) throws InterruptedException {
        return api.send("POST", path, token, "", body);
    }

    /** Returns the access token. */
    String signIn(String email, String password) throws InterruptedException {
        return postWithoutKey("", "tokens", Map.of("username", email, "password", password))
                .path("accessToken")
                .asString();
    }

    /** Signs in, and changes the first password unless an earlier attempt has done so. */
    String signInFirst(String email) throws InterruptedException {
        try {
            return signIn(email, SampleNetwork.PASSWORD);
        } catch (CallFailed notChangedYet) {
            String first = signIn(email, SampleNetwork.FIRST_PASSWORD);
            put(
                    first,
                    "me/password",
                    Map.of(
                            "currentPassword",
                            SampleNetwork.FIRST_PASSWORD,
                            "newPassword",
                            SampleNetwork.PASSWORD));
            return signIn(email, SampleNetwork.PASSWORD);
        }
    }

    /** Repeats a GET until its answer shows that all services involved have caught up. */
    JsonNode getUntil(String token, String path, Predicate<JsonNode> settled)
            throws InterruptedException {
        return until(path, settled, () -> get(token, path));
    }

    /** Repeats a POST that is safe to repeat until its answer is as expected. */
    JsonNode postUntil(String token, String path, Object body, Predicate<JsonNode> settled)
            throws InterruptedException {
        return until(path, settled, () -> postWithoutKey(token, path, body));
    }

    private static JsonNode until(
            String path, Predicate<JsonNode> settled, Polling.Call<JsonNode> call)
            throws InterruptedException {
        return Polling.until(settled, BETWEEN_READS, SETTLES_WITHIN, () -> path, call);
    }

    /** Keeps a fact, such as an id or a token, for later steps. */
    void remember(String name, String value) {
        facts.put(name, value);
    }

    /**
     * @throws IllegalStateException if no earlier step has kept it
     */
    String recall(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalStateException("No earlier step remembers " + name);
        }
        return value;
    }
}
