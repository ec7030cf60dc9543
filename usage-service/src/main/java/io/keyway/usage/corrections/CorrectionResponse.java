package io.keyway.usage.corrections;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.metering.Measurement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A correction of an event.
 *
 * @param id the id of the correction
 * @param licenseId the license of the event
 * @param source the CloudEvents source of the event
 * @param eventId the CloudEvents id of the event
 * @param type the CloudEvents type of the event
 * @param time when the event happened
 * @param action {@code void}, {@code amend}, {@code take_in} for an event that came too late, or
 *     {@code remeter} for one that was counted again
 * @param reason why
 * @param before what the event counted with until then
 * @param after what it counts with since; empty if it was voided
 * @param by the account that corrected it
 * @param correctedAt when
 */
record CorrectionResponse(
        UsageCorrectionId id,
        LicenseId licenseId,
        String source,
        String eventId,
        String type,
        Instant time,
        UsageCorrection.Action action,
        String reason,
        List<Measured> before,
        List<Measured> after,
        @Nullable AccountId by,
        Instant correctedAt) {

    static CorrectionResponse from(UsageCorrection correction, Map<MeterId, String> codes) {
        return new CorrectionResponse(
                correction.id(),
                correction.attribution().licenseId(),
                correction.source(),
                correction.eventId(),
                correction.type(),
                correction.time(),
                correction.action(),
                correction.reason(),
                Measured.all(correction.before(), codes),
                Measured.all(correction.after(), codes),
                correction.by(),
                correction.correctedAt());
    }

    /**
     * What one meter has read from the event.
     *
     * @param meter code of the meter
     * @param value the value; absent for {@code count}
     * @param dimensions the values of the meter's dimensions
     */
    record Measured(String meter, @Nullable BigDecimal value, Map<String, String> dimensions) {

        static List<Measured> all(List<Measurement> measurements, Map<MeterId, String> codes) {
            return measurements.stream()
                    .map(
                            one ->
                                    new Measured(
                                            codes.getOrDefault(
                                                    one.meterId(), one.meterId().value()),
                                            one.value(),
                                            one.dimensions()))
                    .toList();
        }
    }
}
