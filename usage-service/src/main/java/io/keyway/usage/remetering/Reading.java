package io.keyway.usage.remetering;

import io.keyway.usage.journal.Partition;
import java.util.List;

/**
 * How far the log of a range was read, partition by partition.
 *
 * @param done spans that were read
 * @param at offset of the next record in the first span that was not
 */
record Reading(List<Span> spans, int done, long at) {

    /**
     * Records of a partition.
     *
     * @param to exclusive
     */
    record Span(Partition partition, long from, long to) {}

    Reading {
        spans = List.copyOf(spans);
    }

    static Reading of(List<Span> spans) {
        return new Reading(spans, 0, spans.isEmpty() ? 0 : spans.getFirst().from());
    }

    boolean finished() {
        return done >= spans.size();
    }

    /** What is read now. */
    Span span() {
        return spans.get(done);
    }

    /**
     * After records of the span.
     *
     * @param next the offset after them
     */
    Reading readTo(long next) {
        return next < span().to()
                ? new Reading(spans, done, next)
                : new Reading(
                        spans, done + 1, done + 1 < spans.size() ? spans.get(done + 1).from() : 0);
    }

    /** The same from the start of the span that was not read whole. */
    Reading fromStartOfSpan() {
        return finished() ? this : new Reading(spans, done, span().from());
    }

    long read() {
        long whole =
                spans.subList(0, done).stream().mapToLong(span -> span.to() - span.from()).sum();
        return finished() ? whole : whole + at - span().from();
    }

    long total() {
        return spans.stream().mapToLong(span -> span.to() - span.from()).sum();
    }
}
