package io.keyway.usage.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.TimeSortedIds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partner as it is or was.
 *
 * @param deletedAt absent while it exists; one that is gone still owes what it owed
 */
public record KnownPartner(PartnerState partner, @Nullable Instant deletedAt) {

    /** With this its statements' ids end; it is kept with the partner, to be found by. */
    @JsonProperty
    String idRest() {
        return TimeSortedIds.rest(partner.id().uniquePart());
    }

    /**
     * Whether it was there at any moment of the range ({@code to} exclusive). Its id says since
     * when.
     */
    public boolean existed(Instant from, Instant to) {
        PartnerId id = partner.id();
        return TimeSortedIds.time(id.uniquePart()).isBefore(to)
                && (deletedAt == null || deletedAt.isAfter(from));
    }
}
