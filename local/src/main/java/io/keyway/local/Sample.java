package io.keyway.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Plays a network through the public API, step by step, once per data folder.
 *
 * <p>A step may be cut short at any point and is then played again as a whole, so everything a step
 * sends has an idempotency key that depends on the step alone, and a body that is always the same.
 */
final class Sample {

    /** One thing that somebody in the network does. */
    interface Step {

        /** What is printed, such as "Acme, a vendor, joins". */
        String title();

        /** Returns what is worth showing besides the title, or an empty text. */
        String play(Play play) throws InterruptedException;
    }

    private final Api api;
    private final Path done;
    private final Console console;

    Sample(Api api, Path done, Console console) {
        this.api = api;
        this.done = done;
        this.console = console;
    }

    /**
     * Does nothing when an earlier start has played all of it.
     *
     * @return whether it played
     */
    boolean play(List<Step> steps) throws InterruptedException {
        if (Files.exists(done)) {
            return false;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        int number = 0;
        for (Step step : steps) {
            number++;
            String result = step.play(new Play(api, facts, "sample-" + number));
            console.line(
                    "sample",
                    "%d/%d  %s%s"
                            .formatted(
                                    number,
                                    steps.size(),
                                    step.title(),
                                    result.isEmpty() ? "" : ": " + result));
        }
        try {
            Files.writeString(done, number + " steps\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remember that the sample was played", e);
        }
        return true;
    }

    /** What a step works with. */
    static final class Play {

        private final Api api;
        private final Map<String, String> facts;
        private final String key;
        private int posts;

        Play(Api api, Map<String, String> facts, String key) {
            this.api = api;
            this.facts = facts;
            this.key = key;
        }

        /** For calls that need no key: they change nothing, or may be repeated. */
        Api api() {
            return api;
        }

        JsonNode get(String token, String path) throws InterruptedException {
            return api.send("GET", path, token, "", null);
        }

        JsonNode put(String token, String path, Object body) throws InterruptedException {
            return api.send("PUT", path, token, "", body);
        }

        /** Keyed by step and position in it: the same on every repetition. */
        JsonNode post(String token, String path, @Nullable Object body)
                throws InterruptedException {
            posts++;
            return api.send("POST", path, token, key + "-" + posts, body);
        }

        /** For later steps: an id, a token. */
        void remember(String name, String value) {
            facts.put(name, value);
        }

        String recall(String name) {
            String value = facts.get(name);
            if (value == null) {
                throw new IllegalStateException("No earlier step remembers " + name);
            }
            return value;
        }
    }
}
