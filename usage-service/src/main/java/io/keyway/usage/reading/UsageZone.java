package io.keyway.usage.reading;

import io.keyway.kit.http.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time zone whose days and months are the windows of a query. Usage is kept by hours in UTC, so
 * its offset must be whole hours and change at full hours for as long as the range is.
 */
record UsageZone(ZoneId id) {

    static final UsageZone UTC = new UsageZone(ZoneOffset.UTC);

    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    /**
     * @param id as in the IANA time zone database; null for UTC
     * @throws Refused if there is no such zone
     */
    static UsageZone of(@Nullable String id) {
        if (id == null) {
            return UTC;
        }
        if (!KNOWN.contains(id)) {
            throw Refused.invalid("zone", "must be a zone of the IANA database: Europe/Berlin")
                    .get();
        }
        return new UsageZone(ZoneId.of(id));
    }

    /**
     * @throws Refused if a window of this zone begins within an hour of UTC
     */
    void requireFullHours(Instant from, Instant to) {
        ZoneRules rules = id.getRules();
        boolean full = isFull(rules.getOffset(from));
        ZoneOffsetTransition next = rules.nextTransition(from);
        while (full && next != null && next.getInstant().isBefore(to)) {
            full = isFull(next.getOffsetAfter()) && next.getInstant().getEpochSecond() % HOUR == 0;
            next = rules.nextTransition(next.getInstant());
        }
        if (!full) {
            throw Refused.invalid(
                            "zone",
                            "must differ from UTC by full hours: usage is kept by hours in UTC")
                    .get();
        }
    }

    private static boolean isFull(ZoneOffset offset) {
        return offset.getTotalSeconds() % HOUR == 0;
    }
}
