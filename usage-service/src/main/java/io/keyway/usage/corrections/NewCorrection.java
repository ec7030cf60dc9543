package io.keyway.usage.corrections;

import io.keyway.contracts.id.LicenseId;
import io.keyway.kit.http.NotFormula;
import io.keyway.usage.cloudevents.CloudEventReader;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A correction of one event.
 *
 * @param licenseId the license of the event: its {@code subject}
 * @param source the CloudEvents source of the event, as it was sent
 * @param eventId the CloudEvents id of the event, as it was sent
 * @param action {@code void}: the event does not count any more; {@code amend}: it counts with
 *     {@code data}. A voided event may be amended, and then counts again
 * @param data the event's whole data as it should have been, at most 50 properties; required to
 *     amend, absent to void
 * @param reason why, for everybody who sees the correction, at most 500 characters
 * @param time when the event happened, or was received; needed to find an event among many, and for
 *     one that was received more than 35 days ago
 */
record NewCorrection(
        @NotNull LicenseId licenseId,
        @NotBlank @Size(max = CloudEventReader.SOURCE_CHARS_MAX) String source,
        @NotBlank @Size(max = CloudEventReader.ID_CHARS_MAX) String eventId,
        @NotNull UsageCorrection.Action action,
        @Nullable @Size(max = 50) Map<String, Object> data,
        @NotBlank @Size(max = 500) @NotFormula String reason,
        @Nullable Instant time) {}
