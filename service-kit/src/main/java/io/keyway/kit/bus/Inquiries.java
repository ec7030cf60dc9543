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
 * Answers many questions about a moving state with few inquiries. An answer counts only for who
 * asked before its inquiry began: so at most one is under way, and all who ask meanwhile are
 * answered together by the next one.
 *
 * <p>When an inquiry fails or takes too long, all who wait are told so, and so is everybody who
 * asks within the next moment, without another inquiry.
 *
 * @param <A> what an inquiry finds out
 */
final class Inquiries<A> {

    /**
     * @param timeout after this long an inquiry has failed
     * @param every the time between the starts of two, so that many questions cost the bus no more
     *     than few
     * @param awayFor how long after a failure nobody asks
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

    /** The state at a moment after this call, or nothing while it cannot be found out. */
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
