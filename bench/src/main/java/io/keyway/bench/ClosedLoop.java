package io.keyway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A number of clients, each of which sends its next request when the last was answered. They slow
 * down with the system, so the latency is that of a busy system, not of an overloaded one.
 */
final class ClosedLoop {

    /** Significant decimal digits of a duration: a percentile is right to 0.1 %. */
    private static final int DIGITS = 3;

    /** Sends one request and fails on any answer but the expected one. */
    interface Call {
        void send() throws InterruptedException;
    }

    /**
     * The result of one round.
     *
     * @param nanos duration of each request, to three decimal digits
     * @param elapsed until the last client had its last answer
     */
    record Round(Histogram nanos, Duration elapsed) {

        long requests() {
            return nanos.getTotalCount();
        }

        double perSecond() {
            return requests() / seconds(elapsed);
        }

        /** A percentile by nearest rank. */
        double millisAt(double percent) {
            return nanos.getValueAtPercentile(percent) / 1e6;
        }
    }

    private ClosedLoop() {}

    /**
     * Runs one round.
     *
     * @param requestsMax of all clients together
     */
    static Round run(int clients, Duration time, int requestsMax, Call call)
            throws InterruptedException {
        Histogram nanos = new ConcurrentHistogram(DIGITS);
        long begin = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    one(begin + time.toNanos(), requestsMax / clients, call, nanos);
                                    return null;
                                }));
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        for (Future<?> client : running) {
            requireSuccess(client);
        }
        return new Round(nanos, elapsed);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void one(long deadline, int requestsMax, Call call, Histogram nanos)
            throws InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < requestsMax && begin < deadline; i++) {
            call.send();
            long end = System.nanoTime();
            nanos.recordValue(end - begin);
            begin = end;
        }
    }

    private static void requireSuccess(Future<?> client) throws InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client has failed: " + e.getCause(), e.getCause());
        }
    }
}
