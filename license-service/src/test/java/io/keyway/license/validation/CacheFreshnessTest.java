package io.keyway.license.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When the cache may be used: only while it is confirmed that every event was consumed. */
class CacheFreshnessTest {

    private final List<CompletableFuture<Map<Integer, Long>>> asked = new ArrayList<>();
    private final AtomicInteger regained = new AtomicInteger();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private final Clock clock =
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };

    private final CacheFreshness freshness =
            new CacheFreshness(
                    topic -> {
                        CompletableFuture<Map<Integer, Long>> answer = new CompletableFuture<>();
                        asked.add(answer);
                        return answer;
                    },
                    Duration.ofMillis(800),
                    clock,
                    regained::incrementAndGet);

    @Test
    void isFreshWhenAllEventsBeforeTheQuestionAreConsumed() {
        freshness.onPositions(Map.of(0, 5L, 1, 7L));
        assertThat(freshness.isFresh()).as("nobody has said where the topic ends").isFalse();
        confirmed(Map.of(0, 5L, 1, 7L));
        assertThat(freshness.isFresh()).isTrue();
        assertThat(regained).hasValue(1);
    }

    @Test
    void freshnessRunsOutWithoutAnAnswer() {
        freshness.onPositions(Map.of(0, 5L));
        confirmed(Map.of(0, 5L));
        freshness.check(); // The broker is stopped: neither an answer nor an error.
        now = now.plusMillis(799);
        freshness.check();
        assertThat(freshness.isFresh()).isTrue();
        now = now.plusMillis(1);
        assertThat(freshness.isFresh()).isFalse();
        assertThat(asked).as("one question at a time").hasSize(2);
    }

    @Test
    void freshnessCountsFromTheQuestionNotTheAnswer() {
        freshness.onPositions(Map.of(0, 5L));
        freshness.check();
        now = now.plusMillis(700);
        asked.getLast().complete(Map.of(0, 5L));
        now = now.plusMillis(99);
        assertThat(freshness.isFresh()).isTrue();
        now = now.plusMillis(1);
        assertThat(freshness.isFresh()).isFalse();
    }

    @Test
    void isNotFreshUntilThePublishedEventsAreConsumed() {
        freshness.onPositions(Map.of(0, 4L));
        confirmed(Map.of(0, 5L));
        assertThat(freshness.isFresh()).isFalse();
        freshness.check();
        assertThat(asked).as("the answer there is has to be reached first").hasSize(1);
        freshness.onPositions(Map.of(0, 5L));
        assertThat(freshness.isFresh()).isTrue();
    }

    @Test
    void isNotFreshWithoutAPartition() {
        freshness.onPositions(Map.of(0, 5L));
        confirmed(Map.of(0, 5L, 1, 0L));
        assertThat(freshness.isFresh()).isFalse();
    }

    @Test
    void cacheIsClearedAfterAGap() {
        freshness.onPositions(Map.of(0, 5L));
        confirmed(Map.of(0, 5L));
        now = now.plusMillis(250);
        confirmed(Map.of(0, 5L));
        assertThat(regained).as("no gap").hasValue(1);
        now = now.plusSeconds(5);
        confirmed(Map.of(0, 5L));
        assertThat(freshness.isFresh()).isTrue();
        assertThat(regained).hasValue(2);
    }

    @Test
    void failedQuestionIsRepeated() {
        freshness.onPositions(Map.of(0, 5L));
        freshness.check();
        asked.getLast().completeExceptionally(new IllegalStateException("away"));
        assertThat(freshness.isFresh()).isFalse();
        confirmed(Map.of(0, 5L));
        assertThat(freshness.isFresh()).isTrue();
    }

    @Test
    void isNotFreshWhenTheReaderStartsOver() {
        freshness.onPositions(Map.of(0, 5L));
        confirmed(Map.of(0, 5L));
        freshness.invalidate();
        assertThat(freshness.isFresh()).isFalse();
        confirmed(Map.of(0, 5L));
        assertThat(freshness.isFresh()).isFalse();
        freshness.onPositions(Map.of(0, 6L));
        assertThat(freshness.isFresh()).isTrue();
        assertThat(regained).hasValue(2);
    }

    private void confirmed(Map<Integer, Long> ends) {
        freshness.check();
        asked.getLast().complete(ends);
    }
}
