package io.keyway.local.sample;

import io.keyway.local.client.RetryingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays a sample network through the public API, step by step, once per data folder.
 *
 * <p>A step may be interrupted at any point and is then played again as a whole. So everything a
 * step sends has an idempotency key that depends on the step alone, and always the same body.
 */
public final class Sample {

    private final RetryingClient api;
    private final Path done;
    private final Consumer<String> progress;

    /**
     * @param done the file that marks the sample as played
     * @param progress receives a line for each step that is done
     */
    public Sample(RetryingClient api, Path done, Consumer<String> progress) {
        this.api = api;
        this.done = done;
        this.progress = progress;
    }

    /**
     * Plays the network, unless an earlier start has played all of it.
     *
     * @return whether it was played now
     */
    public boolean play(SampleNetwork network) throws InterruptedException {
        return play(network.steps());
    }

    boolean play(List<Step> steps) throws InterruptedException {
        if (Files.exists(done)) {
            return false;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        int number = 0;
        for (Step step : steps) {
            number++;
            String result = step.action().play(new Play(api, facts, "sample-" + number));
            progress.accept(
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
}
