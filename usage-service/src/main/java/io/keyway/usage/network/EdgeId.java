package io.keyway.usage.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.TimeSortedIds;

/** The id of a {@link CustomerEdge}; it sorts by the time at which the customer was created. */
public record EdgeId(@JsonValue String value) implements Id {

    private static final String PREFIX = "edg";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EdgeId {
        Id.check(PREFIX, value);
    }

    /** Derived, so that customer and partner have one edge however often they meet. */
    public static EdgeId of(CustomerId customer, PartnerId partner) {
        return new EdgeId(
                PREFIX
                        + "_"
                        + TimeSortedIds.of(
                                TimeSortedIds.time(customer.uniquePart()),
                                customer.value() + ":" + partner.value()));
    }
}
