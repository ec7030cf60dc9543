package io.keyway.usage.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.TimeSortedIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partner, also a deleted one: it still owes what it owed.
 *
 * @param deletedAt null while the partner exists
 */
public record KnownPartner(PartnerState partner, @Nullable Instant deletedAt) implements Payer {

    /** The end of its statements' ids; stored, so that a statement's payer can be found by it. */
    @JsonProperty
    String idRest() {
        return TimeSortedIds.rest(id().uniquePart());
    }

    @Override
    public PartnerId key() {
        return id();
    }

    @Override
    public PartnerId id() {
        return partner.id();
    }

    @Override
    public @Nullable PartnerId payeeId() {
        return partner.parentId();
    }

    @Override
    public List<PartnerId> path() {
        return partner.path();
    }

    @Override
    public @Nullable CustomerId customerId() {
        return null;
    }

    @Override
    public List<PlanPeriod> plans() {
        return partner.planPeriods();
    }

    @Override
    public @Nullable BigDecimal commissionPercent() {
        return partner.model() == PartnerModel.COMMISSION
                        && partner.commissionPercent().signum() > 0
                ? partner.commissionPercent()
                : null;
    }

    /** Its id contains the time of its creation. */
    @Override
    public boolean existed(Instant from, Instant to) {
        return TimeSortedIds.time(id().uniquePart()).isBefore(to)
                && (deletedAt == null || deletedAt.isAfter(from));
    }
}
