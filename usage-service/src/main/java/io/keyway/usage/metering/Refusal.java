package io.keyway.usage.metering;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an event is not counted: clients match on the codes, so one is added, never renamed. */
public enum Refusal {
    /** At ingest: the subject is no license in the caller's branch. */
    LICENSE_NOT_FOUND,
    /** At ingest: no meter of the vendor counts events of this type. */
    METER_NOT_FOUND,
    /** At ingest: the data lacks the property that a meter measures. */
    VALUE_MISSING,
    /** At ingest: the property is no number (or text, for unique_count) within bounds. */
    INVALID_VALUE,
    /** At ingest: a property that a meter groups by is not a short text or number. */
    INVALID_DIMENSION,
    /** By the journal: an earlier event has the same identity and says something else. */
    CONFLICT,
    /** By the journal: the time lies too far from the moment of receipt. */
    OUT_OF_WINDOW,
    /** By the journal: the record on the bus cannot be read. */
    UNREADABLE;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
