package io.keyway.local.client;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats a call until its answer shows that the services involved have caught up with each other.
 */
public final class Polling {

    private Polling() {}

    /** A call that may be repeated. */
    public interface Call<A> {

        A send() throws InterruptedException;
    }

    /**
     * Calls at least once.
     *
     * @param expected whether an answer is the awaited one
     * @param pause between two calls
     * @param within the longest wait
     * @param what is awaited, for the message of the failure
     * @return the first answer that is as expected
     * @throws IllegalStateException with the last answer, if the time is over
     */
    public static <A> A until(
            Predicate<A> expected,
            Duration pause,
            Duration within,
            Supplier<String> what,
            Call<A> call)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            A answer = call.send();
            if (expected.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s: not within %d s, last answer %s"
                                .formatted(what.get(), within.toSeconds(), answer));
            }
            Thread.sleep(pause);
        }
    }
}
