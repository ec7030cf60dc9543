package io.keyway.usage.rejected;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.usage.metering.Refusal;
import io.keyway.usage.rights.UsageRights;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /rejected-events}: accepted events that were not counted. */
@RestController
@RequestMapping("/api/v1/rejected-events")
class RejectedEventController {

    private final RejectedEvents rejectedEvents;

    RejectedEventController(RejectedEvents rejectedEvents) {
        this.rejectedEvents = rejectedEvents;
    }

    /**
     * An accepted event that was not counted.
     *
     * @param id the id of this entry
     * @param code why the event was not counted
     * @param licenseId the license of the event; absent if the record could not be read
     * @param source the CloudEvents source, as sent; absent if the record could not be read
     * @param eventId the CloudEvents id, as sent; absent if the record could not be read
     * @param type the CloudEvents type, as sent; absent if the record could not be read
     * @param time when the event happened, ISO-8601; absent if the record could not be read
     * @param receivedAt when Keyway received the event
     */
    record RejectedResponse(
            String id,
            Refusal code,
            @Nullable LicenseId licenseId,
            @Nullable String source,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String time,
            Instant receivedAt) {

        static RejectedResponse from(RejectedEvent event) {
            return new RejectedResponse(
                    event.id().value(),
                    event.code(),
                    event.licenseId(),
                    event.source(),
                    event.eventId(),
                    event.type(),
                    event.time(),
                    event.receivedAt());
        }
    }

    /**
     * List accepted events that were not counted.
     *
     * <p>An event is checked once more when it is counted: one whose id was counted with another
     * content ({@code conflict}) is listed here, shortly after it was accepted. A partner needs
     * {@code read_usage}; a customer sees the events of its own licenses. Without the permission:
     * {@code forbidden}.
     *
     * @return a page of events, newest first
     */
    @GetMapping
    Page<RejectedResponse> rejectedEvents(Caller caller, PageRequest page) {
        UsageRights.requireReader(caller);
        return rejectedEvents.page(caller, page).map(RejectedResponse::from);
    }
}
