package io.keyway.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What the broker was asked for. Without its answer there is nothing to measure. */
final class BrokerAnswer {

    private BrokerAnswer() {}

    /**
     * @throws IllegalStateException if it refuses or does not answer in time
     */
    static <T> T of(Future<T> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }
}
