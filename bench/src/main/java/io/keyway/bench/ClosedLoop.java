package io.keyway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * A number of clients, each of which sends its next request when the last was answered. They slow
 * down with the system, so the latency is that of a busy system, not of an overloaded one.
 */
final class ClosedLoop {

    /** Sends one request and fails on any answer but the expected one. */
    interface Call {
        void send() throws InterruptedException;
    }

    /**
     * The result of one round.
     *
     * @param sortedNanos duration of each request, ascending
     * @param elapsed until the last client had its last answer
     */
    record Round(long[] sortedNanos, Duration elapsed) {

        int requests() {
            return sortedNanos.length;
        }

        double perSecond() {
            return requests() / seconds(elapsed);
        }

        double millisAt(double percent) {
            return Statistics.percentile(sortedNanos, percent) / 1e6;
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
        long begin = System.nanoTime();
        List<Future<LongStream>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(
                        threads.submit(
                                () -> one(begin + time.toNanos(), requestsMax / clients, call)));
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        LongStream all = LongStream.empty();
        for (Future<LongStream> client : running) {
            all = LongStream.concat(all, result(client));
        }
        long[] nanos = all.toArray();
        Arrays.sort(nanos);
        return new Round(nanos, elapsed);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static LongStream one(long deadline, int requestsMax, Call call)
            throws InterruptedException {
        LongStream.Builder nanos = LongStream.builder();
        long begin = System.nanoTime();
        for (int i = 0; i < requestsMax && begin < deadline; i++) {
            call.send();
            long end = System.nanoTime();
            nanos.add(end - begin);
            begin = end;
        }
        return nanos.build();
    }

    private static LongStream result(Future<LongStream> client) throws InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client has failed: " + e.getCause(), e.getCause());
        }
    }
}
