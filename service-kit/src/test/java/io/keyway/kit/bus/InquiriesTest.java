package io.keyway.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How many inquiries a number of questions causes, and which inquiry answers which question. */
class InquiriesTest {

    private final List<CompletableFuture<Integer>> sent = new ArrayList<>();
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

    private Inquiries<Integer> inquiries(Duration timeout) {
        return new Inquiries<>(
                () -> {
                    CompletableFuture<Integer> inquiry = new CompletableFuture<>();
                    sent.add(inquiry);
                    return inquiry;
                },
                new Inquiries.Limits(timeout, Duration.ZERO, Duration.ofSeconds(1)),
                clock);
    }

    @Test
    void aQuestionDuringAnInquiryIsAnsweredByTheNextInquiry() {
        Inquiries<Integer> inquiries = inquiries(Duration.ofSeconds(10));
        CompletableFuture<Optional<Integer>> first = inquiries.ask();
        List<CompletableFuture<Optional<Integer>>> meanwhile = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            meanwhile.add(inquiries.ask());
        }
        assertThat(sent).as("one is under way, however many ask").hasSize(1);
        sent.get(0).complete(1);
        assertThat(first).isCompletedWithValue(Optional.of(1));
        assertThat(meanwhile).as("that one began before they asked").noneMatch(one -> one.isDone());
        assertThat(sent).hasSize(2);
        sent.get(1).complete(2);
        assertThat(meanwhile)
                .allSatisfy(one -> assertThat(one).isCompletedWithValue(Optional.of(2)));
        assertThat(sent).as("no further inquiry").hasSize(2);
    }

    @Test
    void afterAFailedInquiryQuestionsAreAnsweredAtOnceAndNoInquiryStartsForAMoment() {
        Inquiries<Integer> inquiries = inquiries(Duration.ofSeconds(10));
        CompletableFuture<Optional<Integer>> first = inquiries.ask();
        CompletableFuture<Optional<Integer>> second = inquiries.ask();
        sent.get(0).completeExceptionally(new IllegalStateException("away"));
        assertThat(first).isCompletedWithValue(Optional.empty());
        assertThat(second).isCompletedWithValue(Optional.empty());
        now = now.plusMillis(999);
        assertThat(inquiries.ask()).isCompletedWithValue(Optional.empty());
        assertThat(sent).hasSize(1);
        now = now.plusMillis(1);
        CompletableFuture<Optional<Integer>> later = inquiries.ask();
        sent.get(1).complete(3);
        assertThat(later).isCompletedWithValue(Optional.of(3));
    }

    @Test
    void anInquiryWithoutAnAnswerHasFailedAfterItsTimeout() {
        Inquiries<Integer> inquiries = inquiries(Duration.ofMillis(20));
        assertThat(inquiries.ask().join()).isEmpty();
        assertThat(inquiries.ask()).isCompletedWithValue(Optional.empty());
    }

    @Test
    void manyQuestionsInASecondCostFewInquiries() throws InterruptedException {
        List<Long> begun = new ArrayList<>();
        Inquiries<Integer> inquiries =
                new Inquiries<>(
                        () -> {
                            begun.add(System.nanoTime());
                            return CompletableFuture.completedFuture(1);
                        },
                        new Inquiries.Limits(
                                Duration.ofSeconds(10),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(1)),
                        Clock.systemUTC());
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        List<CompletableFuture<Optional<Integer>>> answers = new ArrayList<>();
        while (System.nanoTime() < end) {
            answers.add(inquiries.ask());
            Thread.sleep(1);
        }
        answers.forEach(answer -> assertThat(answer.join()).contains(1));
        assertThat(begun).hasSizeBetween(2, 12);
    }
}
