package io.keyway.usage.late;

import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LateEventId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.Aggregates;
import io.keyway.kit.store.Audited;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.kit.store.Store;
import io.keyway.kit.store.Stored;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.records.EventData;
import io.keyway.usage.records.UsageRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The store of late events. They are kept for a while, and only so many of a vendor. */
@Component
public class LateEvents {

    private static final Duration COUNTED_FOR = Duration.ofMinutes(1);
    private static final int VENDORS_CACHED = 10_000;

    private final Aggregates<LateEvent> events;
    private final UsageProperties.Late settings;
    private final Duration eventsKeptFor;
    private final int dataBytesMax;
    private final Clock clock;

    /** By vendor, whether it has all the late events that are kept of it. */
    private final Cache<PartnerId, Boolean> full =
            Caffeine.newBuilder().maximumSize(VENDORS_CACHED).expireAfterWrite(COUNTED_FOR).build();

    LateEvents(Store store, UsageProperties settings, KitProperties kit, Clock clock) {
        this.events =
                store.aggregates("late-events", LateEvent.class)
                        .audited(Audited.NONE)
                        .indexed("state.usage.attribution.licenseId", "_id")
                        .indexed("customerId", "_id")
                        .expiring("state.expiresAt", "state.expiresAt");
        this.settings = settings.late();
        this.dataBytesMax = settings.ingest().dataBytesMax();
        this.eventsKeptFor = kit.bus().usageKeptFor();
        this.clock = clock;
    }

    /**
     * Keeps these events, unless their vendor has enough of them, or it can no longer be found out
     * whether a copy of one has counted.
     */
    public void keep(List<UsageRecord> late) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(settings.keptFor());
        List<LateEvent> kept =
                late.stream()
                        .filter(usage -> usage.time().isAfter(now.minus(eventsKeptFor)))
                        .filter(usage -> !isFull(usage.attribution().vendorId()))
                        .map(usage -> usage.with(EventData.kept(usage.data(), dataBytesMax)))
                        .map(usage -> LateEvent.of(usage, expiresAt))
                        .toList();
        if (!kept.isEmpty()) {
            events.insertAll(kept);
        }
    }

    private boolean isFull(PartnerId vendor) {
        return full.get(
                vendor, of -> events.countAll(eq("scope", of.value())) >= settings.perVendorMax());
    }

    public Optional<LateEvent> find(Caller caller, LateEventId id) {
        return events.find(caller, id).map(Stored::state);
    }

    Page<LateEvent> page(Caller caller, @Nullable LicenseId license, PageRequest request) {
        return events.page(
                        caller,
                        license == null
                                ? empty()
                                : eq("state.usage.attribution.licenseId", license.value()),
                        request)
                .map(Stored::state);
    }

    /** Notes that it counts by this correction. */
    public void takenIn(LateEventId id, UsageCorrectionId by) {
        events.change(
                id,
                found ->
                        found.state().correctionId() == null
                                ? Decision.change(found.state().takenIn(by))
                                : Decision.keep());
    }
}
