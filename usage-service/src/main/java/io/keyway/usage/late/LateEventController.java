package io.keyway.usage.late;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LateEventId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.records.UsageRecord;
import io.keyway.usage.rights.UsageRights;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /late-events}: events that came too late to count by themselves. */
@RestController
@RequestMapping("/api/v1/late-events")
class LateEventController {

    private final LateEvents lateEvents;

    LateEventController(LateEvents lateEvents) {
        this.lateEvents = lateEvents;
    }

    /**
     * An event that came too late.
     *
     * @param id the id of this entry
     * @param status {@code kept}, or {@code taken_in}: it counts
     * @param licenseId the license of the event
     * @param source the CloudEvents source
     * @param eventId the CloudEvents id
     * @param type the CloudEvents type
     * @param time when it happened
     * @param receivedAt when it was first received
     * @param correctionId the correction that took it in; absent while nobody has
     * @param expiresAt when this entry is deleted
     */
    record LateResponse(
            LateEventId id,
            LateEvent.Status status,
            LicenseId licenseId,
            String source,
            String eventId,
            String type,
            Instant time,
            Instant receivedAt,
            @Nullable UsageCorrectionId correctionId,
            Instant expiresAt) {

        static LateResponse from(LateEvent late) {
            UsageRecord usage = late.usage();
            return new LateResponse(
                    late.id(),
                    late.status(),
                    usage.attribution().licenseId(),
                    usage.source(),
                    usage.id(),
                    usage.type(),
                    usage.time(),
                    usage.receivedAt(),
                    late.correctionId(),
                    late.expiresAt());
        }
    }

    /**
     * List events that came too late.
     *
     * <p>They were {@code rejected} with {@code out_of_window}, and would have counted had they
     * come earlier; the vendor may take them in. Kept are those that happened at most 60 days
     * before their receipt, for 180 days, 100,000 of a vendor. A partner needs {@code read_usage};
     * a customer sees those of its own licenses. Without the permission: {@code forbidden}.
     *
     * @param licenseId only of this license
     * @return a page of events, newest first
     */
    @GetMapping
    Page<LateResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable LicenseId licenseId,
            PageRequest page) {
        UsageRights.requireReader(caller);
        return lateEvents.page(caller, licenseId, page).map(LateResponse::from);
    }
}
