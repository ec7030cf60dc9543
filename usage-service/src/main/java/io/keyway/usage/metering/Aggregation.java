package io.keyway.usage.metering;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the values of a meter become one quantity. */
public enum Aggregation {
    @JsonProperty("sum")
    SUM,
    /** Counts events; the only one that needs no value. */
    @JsonProperty("count")
    COUNT,
    @JsonProperty("average")
    AVERAGE,
    @JsonProperty("max")
    MAX,
    @JsonProperty("min")
    MIN,
    /** The value of the event with the latest time. */
    @JsonProperty("latest")
    LATEST,
    /**
     * How many different values occurred: exact up to {@link DistinctCounter#EXACT_MAX}, within about 1 %
     * beyond.
     */
    @JsonProperty("unique_count")
    UNIQUE_COUNT;

    public boolean needsValue() {
        return this != COUNT;
    }
}
