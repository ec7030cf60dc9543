package io.keyway.partner.partners;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.kit.store.Sorting;

/** How a list of partners is sorted: names regardless of case, equal values by age. */
enum PartnerSorting {
    @JsonProperty("createdAt")
    OLDEST(Sorting.OLDEST_FIRST),
    @JsonProperty("-createdAt")
    NEWEST(Sorting.NEWEST_FIRST),
    @JsonProperty("name")
    NAME(new Sorting("name", false)),
    @JsonProperty("-name")
    NAME_DOWN(new Sorting("name", true)),
    @JsonProperty("email")
    EMAIL(new Sorting("email", false)),
    @JsonProperty("-email")
    EMAIL_DOWN(new Sorting("email", true)),
    @JsonProperty("status")
    STATUS(new Sorting("status", false)),
    @JsonProperty("-status")
    STATUS_DOWN(new Sorting("status", true)),
    @JsonProperty("type")
    TYPE(new Sorting("type", false)),
    @JsonProperty("-type")
    TYPE_DOWN(new Sorting("type", true));

    private final Sorting sorting;

    PartnerSorting(Sorting sorting) {
        this.sorting = sorting;
    }

    Sorting sorting() {
        return sorting;
    }
}
