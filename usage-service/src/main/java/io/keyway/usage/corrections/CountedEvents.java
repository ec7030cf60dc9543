package io.keyway.usage.corrections;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.KitProperties;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.Partition;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.log.EventSearch;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.rejected.RejectedEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds an event on the bus as it was counted. Of several copies it is the first one that lay in
 * its window; of several events of one identity the others were rejected.
 */
@Component
class CountedEvents {

    private final EventSearch search;
    private final Positions positions;
    private final RejectedEvents rejected;
    private final UsageProperties.Journal settings;
    private final AcceptanceWindow window;
    private final Duration keptFor;
    private final Clock clock;

    CountedEvents(
            EventSearch search,
            Positions positions,
            RejectedEvents rejected,
            UsageProperties settings,
            KitProperties kit,
            Clock clock) {
        this.search = search;
        this.positions = positions;
        this.rejected = rejected;
        this.settings = settings.journal();
        this.window = settings.journal().window();
        this.keptFor = kit.bus().usageKeptFor();
        this.clock = clock;
    }

    sealed interface Outcome {
        record Found(UsageRecord usage) implements Outcome {}

        /** It did not count, because another one of its identity had. */
        record Rejected() implements Outcome {}

        /** There is none since the time, or the bus may have lost its first copy. */
        record Missing() implements Outcome {}

        record TooMany() implements Outcome {}

        /** Others are looked for now. */
        record Busy() implements Outcome {}

        /** It waits to be counted. */
        record NotCountedYet() implements Outcome {}
    }

    /** Whether the bus may have lost events that happened then. */
    boolean areForgotten(Instant time) {
        return time.minus(settings.ahead()).isBefore(clock.instant().minus(keptFor));
    }

    /**
     * @param time when it happened or was received; null for within the window before now
     */
    Outcome find(
            PartnerId vendor,
            LicenseId license,
            Fingerprint.Identity identity,
            @Nullable Instant time) {
        Instant now = clock.instant();
        if (time != null
                && (time.isBefore(now.minus(keptFor)) || time.isAfter(now.plus(keptFor)))) {
            return new Outcome.Missing();
        }
        Instant from = time == null ? now.minus(settings.past()) : time.minus(settings.ahead());
        return switch (search(vendor, license, identity, from)) {
            case EventSearch.Outcome.Missing _ -> new Outcome.Missing();
            case EventSearch.Outcome.TooMany _ -> new Outcome.TooMany();
            case EventSearch.Outcome.Busy _ -> new Outcome.Busy();
            case EventSearch.Outcome.Found found -> {
                if (areForgotten(found.usage().time())) {
                    yield new Outcome.Missing();
                }
                // No copy is received earlier than this.
                Instant first = found.usage().time().minus(settings.ahead());
                yield first.isBefore(from)
                        ? find(vendor, license, identity, found.usage().time())
                        : judged(found);
            }
        };
    }

    private Outcome judged(EventSearch.Outcome.Found found) {
        for (Map.Entry<Partition, Long> position : positions.all().entrySet()) {
            Partition partition = position.getKey();
            if (partition.number() == found.partition() && found.offset() < position.getValue()) {
                return rejected.contains(partition, found.offset(), found.usage().receivedAt())
                        ? new Outcome.Rejected()
                        : new Outcome.Found(found.usage());
            }
        }
        return new Outcome.NotCountedYet();
    }

    private EventSearch.Outcome search(
            PartnerId vendor, LicenseId license, Fingerprint.Identity identity, Instant from) {
        return search.find(
                UsageRecord.key(vendor, license),
                from,
                usage ->
                        usage.correction() == null
                                && usage.fingerprint().identity().equals(identity)
                                && window.accepts(usage.time(), usage.receivedAt()));
    }
}
