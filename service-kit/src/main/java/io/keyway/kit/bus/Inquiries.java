package io.keyway.kit.bus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers many concurrent questions about a changing state with few inquiries. An answer is valid
 * only for questions that were asked before its inquiry began. So at most one inquiry is running,
 * and all questions that arrive meanwhile share the next one.
 *
 * <p>When an inquiry fails or takes too long, all that wait for it get no answer, and so do
 * questions within the next moment, without another inquiry.
 *
 * @param <A> the answer of an inquiry
 */
final class Inquiries<A> {

    /**
     * Limits of the inquiries.
     *
     * @param timeout after which an inquiry has failed
     * @param every the time between the starts of two inquiries, which limits the load on the bus
     * @param awayFor how long after a failure no inquiry is started
     */
    record Limits(Duration timeout, Duration every, Duration awayFor) {}

    private final Supplier<CompletableFuture<A>> inquiry;
    private final Limits limits;
    private final Clock clock;
    private CompletableFuture<Optional<A>> next = new CompletableFuture<>();
    private boolean asked;
    private boolean busy;
    private Instant begun = Instant.EPOCH;
    private Instant awayUntil = Instant.EPOCH;

    Inquiries(Supplier<CompletableFuture<A>> inquiry, Limits limits, Clock clock) {
        this.inquiry = inquiry;
        this.limits = limits;
        this.clock = clock;
    }

    /** The state at a moment after this call; empty while it cannot be determined. */
    synchronized CompletableFuture<Optional<A>> ask() {
        Instant now = clock.instant();
        if (now.isBefore(awayUntil)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        asked = true;
        CompletableFuture<Optional<A>> answer = next;
        if (!busy) {
            busy = true;
            later(Duration.between(now, begun.plus(limits.every()))).execute(this::begin);
        }
        return answer;
    }

    private static Executor later(Duration delay) {
        return delay.isPositive()
                ? CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                : Runnable::run;
    }

    private void begin() {
        CompletableFuture<Optional<A>> answers;
        synchronized (this) {
            answers = next;
            next = new CompletableFuture<>();
            asked = false;
            begun = clock.instant();
        }
        inquire()
                .orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((found, failure) -> finish(answers, failure == null ? found : null));
    }

    private CompletableFuture<A> inquire() {
        try {
            return inquiry.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void finish(CompletableFuture<Optional<A>> answers, @Nullable A found) {
        CompletableFuture<Optional<A>> refused = null;
        synchronized (this) {
            busy = false;
            Instant now = clock.instant();
            if (found == null) {
                awayUntil = now.plus(limits.awayFor());
                refused = next;
                next = new CompletableFuture<>();
                asked = false;
            } else if (asked) {
                busy = true;
                later(Duration.between(now, begun.plus(limits.every()))).execute(this::begin);
            }
        }
        answers.complete(Optional.ofNullable(found));
        if (refused != null) {
            refused.complete(Optional.empty());
        }
    }
}
