package io.keyway.usage.corrections;

import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event counts with now.
 *
 * @param meters those that count it: when it was received, or since it was measured again
 * @param revision how often it was corrected
 * @param voided whether it does not count any more
 * @param data its data, the amended one of an event that was amended; null if it was not kept
 * @param remeterings those that have measured it again
 */
public record Counted(
        Attribution attribution,
        String source,
        String id,
        String type,
        Instant time,
        Set<MeterId> meters,
        List<Measurement> measurements,
        int revision,
        boolean voided,
        @Nullable EventData data,
        Set<RemeteringId> remeterings) {

    /** Corrections of one event: they are read together. */
    static final int REVISIONS_MAX = 100;

    /** An event that was not corrected. */
    public static Counted of(UsageRecord usage) {
        return new Counted(
                usage.attribution(),
                usage.source(),
                usage.id(),
                usage.type(),
                usage.time(),
                meters(usage.measurements()),
                usage.measurements(),
                0,
                false,
                usage.data(),
                Set.of());
    }

    /**
     * @param ascending the corrections of the event, by revision
     * @param received the data that it was received with
     */
    static Counted of(List<UsageCorrection> ascending, @Nullable EventData received) {
        UsageCorrection newest = ascending.getLast();
        return new Counted(
                newest.attribution(),
                newest.source(),
                newest.eventId(),
                newest.type(),
                newest.time(),
                metersOf(ascending),
                newest.after(),
                newest.revision(),
                newest.action() == UsageCorrection.Action.VOID,
                dataOf(ascending, received),
                ascending.stream()
                        .flatMap(one -> Stream.ofNullable(one.remeteringId()))
                        .collect(Collectors.toSet()));
    }

    /** Whether it may be corrected once more. */
    public boolean correctable() {
        return revision < REVISIONS_MAX;
    }

    private static Set<MeterId> metersOf(List<UsageCorrection> ascending) {
        UsageCorrection first = ascending.getFirst();
        Set<MeterId> meters = new LinkedHashSet<>(meters(first.before()));
        for (UsageCorrection one : ascending) {
            switch (one.action()) {
                // A meter of a voided event still reads its data if it is amended later.
                case VOID, AMEND -> {}
                case TAKE_IN, REMETER -> {
                    meters.removeAll(meters(one.before()));
                    meters.addAll(meters(one.after()));
                }
            }
        }
        return meters;
    }

    private static @Nullable EventData dataOf(
            List<UsageCorrection> ascending, @Nullable EventData received) {
        EventData data = received;
        for (UsageCorrection one : ascending) {
            switch (one.action()) {
                case AMEND, TAKE_IN -> data = one.data();
                case VOID, REMETER -> {}
            }
        }
        return data;
    }

    private static Set<MeterId> meters(List<Measurement> measurements) {
        return measurements.stream().map(Measurement::meterId).collect(Collectors.toSet());
    }
}
