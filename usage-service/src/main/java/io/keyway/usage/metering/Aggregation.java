package io.keyway.usage.metering;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a meter turns event values into one quantity. */
public enum Aggregation {
    /** The sum of the values. */
    @JsonProperty("sum")
    SUM,
    /** The number of events; the only aggregation without a value. */
    @JsonProperty("count")
    COUNT,
    /** The average of the values, to 12 decimal places. */
    @JsonProperty("average")
    AVERAGE,
    /** The largest value. */
    @JsonProperty("max")
    MAX,
    /** The smallest value. */
    @JsonProperty("min")
    MIN,
    /** The value of the event with the latest time. */
    @JsonProperty("latest")
    LATEST,
    /** The number of different values: exact up to 4096, within about 1 % beyond. */
    @JsonProperty("unique_count")
    UNIQUE_COUNT;

    public boolean needsValue() {
        return this != COUNT;
    }

    /** Whether what one event has added can be taken back without the events beside it. */
    public boolean canTakeBack() {
        return switch (this) {
            case SUM, COUNT, AVERAGE -> true;
            case MAX, MIN, LATEST, UNIQUE_COUNT -> false;
        };
    }
}
