package io.keyway.usage.remetering;

import io.keyway.usage.corrections.Counted;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an event counts with for a meter to what the meter reads from its data. Pure.
 *
 * @param meter as it reads now
 */
record Comparison(Meter meter) {

    /** What becomes of an event. */
    sealed interface Verdict {

        /** The meter reads what it counts with. */
        record Same() implements Verdict {}

        /** It was voided, and stays so. */
        record Voided() implements Verdict {}

        /** Its data was not kept: it stays as it is. */
        record WithoutData() implements Verdict {}

        /** The meter cannot read it, and does not count it. */
        record Unreadable() implements Verdict {}

        /**
         * It shall count otherwise.
         *
         * @param was what it counts with; null if the meter does not count it
         * @param is what the meter reads; null if it cannot, so that the event counts no more
         */
        record Changed(@Nullable Measurement was, @Nullable Measurement is) implements Verdict {}
    }

    /** Whether the meter counts the event of the record, or would. */
    boolean concerns(UsageRecord usage) {
        return usage.type().equals(meter.eventType())
                || usage.measurements().stream().anyMatch(this::isOwn);
    }

    Verdict verdict(Counted event) {
        if (event.voided()) {
            return new Verdict.Voided();
        }
        EventData data = event.data();
        if (data == null) {
            return new Verdict.WithoutData();
        }
        Measurement was =
                event.measurements().stream().filter(this::isOwn).findFirst().orElse(null);
        Measurement is =
                event.type().equals(meter.eventType())
                        ? switch (meter.read(data.json())) {
                            case Meter.Reading.Read read -> read.measurement();
                            case Meter.Reading.Refused _ -> null;
                        }
                        : null;
        if (was == null && is == null) {
            return new Verdict.Unreadable();
        }
        return was != null && is != null && same(was, is)
                ? new Verdict.Same()
                : new Verdict.Changed(was, is);
    }

    /** What the event shall count with, for all of its meters; empty if it stays as it is. */
    Optional<List<Measurement>> measuredAgain(Counted event) {
        return verdict(event) instanceof Verdict.Changed(Measurement _, Measurement is)
                ? Optional.of(replaced(event.measurements(), is))
                : Optional.empty();
    }

    private List<Measurement> replaced(List<Measurement> now, @Nullable Measurement is) {
        List<Measurement> after = new ArrayList<>();
        now.stream().filter(one -> !isOwn(one)).forEach(after::add);
        if (is != null) {
            after.add(is);
        }
        return after;
    }

    private boolean isOwn(Measurement measurement) {
        return measurement.meterId().equals(meter.id());
    }

    private static boolean same(Measurement was, Measurement is) {
        return was.dimensions().equals(is.dimensions()) && same(was.value(), is.value());
    }

    private static boolean same(@Nullable BigDecimal was, @Nullable BigDecimal is) {
        return was == null || is == null ? was == is : was.compareTo(is) == 0;
    }
}
