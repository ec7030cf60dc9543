package io.keyway.kit.http;

import io.keyway.contracts.Deadline;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the work on a request when its deadline has passed, because the gateway no longer waits for
 * it. The request's thread is interrupted: whatever it waits for (a slot, the store, the bus)
 * fails, and the answer is 503. A write that was running at that moment may or may not have
 * happened, as when a process dies.
 */
final class DeadlineFilter extends OncePerRequestFilter implements AutoCloseable {

    private final Duration max;
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("deadlines").factory());

    /**
     * Creates the filter.
     *
     * @param max deadline of a request that names none, or a later one
     */
    DeadlineFilter(Duration max) {
        this.max = max;
        watch.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Work work = new Work(Thread.currentThread());
        Future<?> end =
                watch.schedule(
                        work::end,
                        millisLeft(request.getHeader(Deadline.HEADER)),
                        TimeUnit.MILLISECONDS);
        try {
            chain.doFilter(request, response);
        } finally {
            end.cancel(false);
            work.done();
        }
    }

    private long millisLeft(@Nullable String given) {
        try {
            return given == null ? max.toMillis() : Math.min(Long.parseLong(given), max.toMillis());
        } catch (NumberFormatException notOurs) {
            return max.toMillis();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /**
     * The thread of one request. The deadline must not interrupt the next request that runs on it.
     */
    private static final class Work {

        private final Thread thread;
        private boolean done;

        Work(Thread thread) {
            this.thread = thread;
        }

        synchronized void end() {
            if (!done) {
                thread.interrupt();
            }
        }

        /** Called by the request's thread when it is done. */
        synchronized void done() {
            done = true;
            Thread.interrupted();
        }
    }
}
