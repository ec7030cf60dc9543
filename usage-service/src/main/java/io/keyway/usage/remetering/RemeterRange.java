package io.keyway.usage.remetering;

import io.keyway.usage.UsageProperties;
import io.keyway.usage.corrections.Counted;
import io.keyway.usage.corrections.RemeterEvents;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.rejected.RejectedEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Measures a batch of the log again. Of the copies of an event the first one in its window has
 * counted; one of the same identity and another payload was rejected, and stays so. Copies of an
 * event are in one partition, and all of them are read, since none is received long before the
 * event's time.
 */
@Component
class RemeterRange {

    private final RemeterEvents events;
    private final RejectedEvents rejected;
    private final AcceptanceWindow window;

    RemeterRange(RemeterEvents events, RejectedEvents rejected, UsageProperties settings) {
        this.events = events;
        this.rejected = rejected;
        this.window = settings.journal().window();
    }

    /**
     * What a batch adds to a preview.
     *
     * @param seen identities of the partition's changed events so far, to which those of the batch
     *     are added: a copy of one changes nothing more
     */
    Tally preview(
            Remetering remetering,
            Reading.Span span,
            RangeLog.Batch batch,
            Tally found,
            Set<Fingerprint.Identity> seen) {
        Comparison comparison = new Comparison(remetering.meter());
        Map<UsageRecord, Counted> concerned = concerned(remetering, comparison, span, batch);
        Tally tally = found.read(concerned.size());
        for (Map.Entry<UsageRecord, Counted> one : concerned.entrySet()) {
            switch (comparison.verdict(one.getValue())) {
                case Comparison.Verdict.Changed changed -> {
                    if (seen.add(one.getKey().fingerprint().identity())) {
                        tally = tally.changed(one.getValue(), changed);
                    }
                }
                case Comparison.Verdict same -> tally = tally.unchanged(same);
            }
        }
        return tally;
    }

    /**
     * Corrects the events of a batch.
     *
     * @return how many could not be corrected
     */
    int apply(Remetering remetering, Reading.Span span, RangeLog.Batch batch) {
        Comparison comparison = new Comparison(remetering.meter());
        return events.correct(
                remetering.cause(),
                concerned(remetering, comparison, span, batch),
                comparison::measuredAgain);
    }

    /** The events of the batch that have counted and that the meter counts or would. */
    private Map<UsageRecord, Counted> concerned(
            Remetering remetering, Comparison comparison, Reading.Span span, RangeLog.Batch batch) {
        Map<Fingerprint.Identity, RangeLog.Logged> first = new LinkedHashMap<>();
        for (RangeLog.Logged one : batch.records()) {
            UsageRecord usage = one.usage();
            if (isIn(remetering, usage) && comparison.concerns(usage)) {
                first.putIfAbsent(usage.fingerprint().identity(), one);
            }
        }
        Map<Fingerprint.Identity, Counted> counted =
                events.counted(first.values().stream().map(RangeLog.Logged::usage).toList());
        Map<Long, Instant> changing = new HashMap<>();
        first.forEach(
                (identity, one) -> {
                    Counted now = counted.get(identity);
                    if (now != null
                            && comparison.verdict(now) instanceof Comparison.Verdict.Changed) {
                        changing.put(one.offset(), one.usage().receivedAt());
                    }
                });
        Set<Long> conflicts =
                changing.isEmpty() ? Set.of() : rejected.among(span.partition(), changing);
        Map<UsageRecord, Counted> concerned = new LinkedHashMap<>();
        first.forEach(
                (identity, one) -> {
                    Counted now = counted.get(identity);
                    if (now != null && !conflicts.contains(one.offset())) {
                        concerned.put(one.usage(), now);
                    }
                });
        return concerned;
    }

    private boolean isIn(Remetering remetering, UsageRecord usage) {
        return usage.attribution().vendorId().equals(remetering.meter().vendorId())
                && !usage.time().isBefore(remetering.from())
                && usage.time().isBefore(remetering.to())
                && (usage.correction() == null
                        ? window.accepts(usage.time(), usage.receivedAt())
                        : usage.correction().takenBack().isEmpty());
    }
}
