package io.keyway.usage.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partner, also a deleted one: it still owes what it owed.
 *
 * @param deletedAt null while the partner exists
 */
public record KnownPartner(PartnerState partner, @Nullable Instant deletedAt) {

    /** The end of its statements' ids; stored, so that a statement's payer can be found by it. */
    @JsonProperty
    String idRest() {
        return TimeSortedIds.rest(partner.id().uniquePart());
    }

    /**
     * Whether it existed at any time in the range ({@code to} exclusive). Its id contains the time
     * of its creation.
     */
    public boolean existed(Instant from, Instant to) {
        PartnerId id = partner.id();
        return TimeSortedIds.time(id.uniquePart()).isBefore(to)
                && (deletedAt == null || deletedAt.isAfter(from));
    }
}
