package io.keyway.usage.corrections;

import io.keyway.contracts.id.MeterId;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.UsageRecord;
import java.time.Instant;
import java.util.List;

/**
 * What an event counts with now.
 *
 * @param meters those that counted it when it was received; no other meter ever does
 * @param revision how often it was corrected
 */
record Counted(
        Attribution attribution,
        String type,
        Instant time,
        List<MeterId> meters,
        List<Measurement> measurements,
        int revision) {

    static Counted of(UsageRecord usage) {
        return new Counted(
                usage.attribution(),
                usage.type(),
                usage.time(),
                meters(usage.measurements()),
                usage.measurements(),
                0);
    }

    /**
     * @param ascending the corrections of the event, by revision
     */
    static Counted of(List<UsageCorrection> ascending) {
        UsageCorrection newest = ascending.getLast();
        return new Counted(
                newest.attribution(),
                newest.type(),
                newest.time(),
                metersOf(ascending.getFirst()),
                newest.after(),
                newest.revision());
    }

    private static List<MeterId> metersOf(UsageCorrection first) {
        return meters(
                first.action() == UsageCorrection.Action.TAKE_IN ? first.after() : first.before());
    }

    private static List<MeterId> meters(List<Measurement> measurements) {
        return measurements.stream().map(Measurement::meterId).toList();
    }
}
