package io.keyway.usage.metering;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an event is not counted. Clients match on the codes, so a code is added, never renamed. */
public enum Refusal {
    /** At ingest: the event has no subject, which names the license. */
    SUBJECT_MISSING,
    /** At ingest: id, source, type or subject is longer than a usage event may have it. */
    ATTRIBUTE_TOO_LONG,
    /** At ingest: the data is text or binary, which no meter can read. */
    DATA_NOT_JSON,
    /** At ingest: the subject is not a license in the caller's branch. */
    LICENSE_NOT_FOUND,
    /**
     * At ingest: it happened when its license had been revoked or suspended or had expired, and the
     * policy lets no usage go on after the end.
     */
    LICENSE_NOT_ACTIVE,
    /** At ingest: the vendor has no meter for events of this type. */
    METER_NOT_FOUND,
    /** At ingest: the data lacks the property that a meter measures. */
    VALUE_MISSING,
    /** At ingest: the property is not a number (or text, for unique_count) within its limits. */
    INVALID_VALUE,
    /** At ingest: a property that a meter groups by is not a short text or number. */
    INVALID_DIMENSION,
    /** When counted: an earlier event has the same source and id, and another content. */
    CONFLICT,
    /** Its time is more than 35 days before or 5 minutes after its receipt. */
    OUT_OF_WINDOW,
    /** When counted: the record on the bus cannot be read. */
    UNREADABLE;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
