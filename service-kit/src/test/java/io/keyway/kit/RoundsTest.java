package io.keyway.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    @Test
    void aFailedRoundIsRepeated() {
        AtomicInteger rounds = new AtomicInteger();
        Rounds failing =
                new Rounds("failing")
                        .every(
                                PAUSE,
                                () -> {
                                    rounds.incrementAndGet();
                                    throw new IllegalStateException("failed");
                                });
        failing.start();
        try {
            await().until(() -> rounds.get() > 2);
        } finally {
            failing.stop();
        }
    }

    @Test
    void firstWorkIsDoneOnce() {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger rounds = new AtomicInteger();
        Rounds both =
                new Rounds("both")
                        .first(first::incrementAndGet)
                        .every(PAUSE, rounds::incrementAndGet);
        both.start();
        try {
            await().until(() -> rounds.get() > 2);
        } finally {
            both.stop();
        }
        assertThat(first).hasValue(1);
    }

    @Test
    void stoppingInterruptsTheRoundAndNoOtherFollows() {
        CountDownLatch working = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger rounds = new AtomicInteger();
        Rounds slow =
                new Rounds("slow")
                        .every(
                                PAUSE,
                                () -> {
                                    rounds.incrementAndGet();
                                    working.countDown();
                                    try {
                                        Thread.sleep(Duration.ofMinutes(1));
                                    } catch (InterruptedException e) {
                                        interrupted.set(true);
                                    }
                                });
        slow.start();
        await().until(() -> working.getCount() == 0);
        assertThat(slow.isRunning()).isTrue();

        slow.stop();

        await().untilTrue(interrupted);
        assertThat(slow.isRunning()).isFalse();
        assertThat(rounds).hasValue(1);
    }
}
