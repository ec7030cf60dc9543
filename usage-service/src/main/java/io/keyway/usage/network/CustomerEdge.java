package io.keyway.usage.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.TimeSortedIds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A customer and a partner that it belongs to or has belonged to: what it owed there stays owed
 * after it has moved.
 *
 * @param customer as last seen at this partner, so that a former partner learns nothing newer
 * @param billable whether it has, had or is to have a plan there
 * @param stays when it belonged to this partner, in their order
 * @param revision grows with each change of the edge
 */
public record CustomerEdge(
        CustomerState customer, boolean billable, List<Stay> stays, long revision)
        implements Payer {

    /** Stays of an edge at most, so that a document is bounded; older ones are forgotten. */
    static final int STAYS_MAX = 100;

    /**
     * A time in which all events show the customer at one partner and either active or not.
     *
     * @param first the sequence of the first of these events
     * @param since its time
     * @param last the sequence of the last of them
     * @param seen its time
     * @param active false if the customer was switched off or deleted
     * @param until when the next event showed it otherwise; null if there is none
     */
    public record Stay(
            long first,
            Instant since,
            long last,
            Instant seen,
            boolean active,
            @Nullable Instant until) {

        private boolean overlaps(Instant from, Instant to) {
            return since.isBefore(to) && (until == null || until.isAfter(from));
        }
    }

    public CustomerEdge {
        stays = List.copyOf(stays);
    }

    CustomerEdge next() {
        return new CustomerEdge(customer, billable, stays, revision + 1);
    }

    /** The end of its statements' ids; stored, so that a statement's payer can be found by it. */
    @JsonProperty
    String idRest() {
        return TimeSortedIds.rest(key().uniquePart());
    }

    /** The customer as those call it whom it owes. */
    public String name() {
        return Objects.requireNonNullElse(customer.company(), customer.name());
    }

    @Override
    public EdgeId key() {
        return EdgeId.of(id(), customer.partnerId());
    }

    @Override
    public CustomerId id() {
        return customer.id();
    }

    @Override
    public PartnerId payeeId() {
        return customer.partnerId();
    }

    @Override
    public List<PartnerId> path() {
        return customer.path();
    }

    @Override
    public CustomerId customerId() {
        return customer.id();
    }

    @Override
    public List<PlanPeriod> plans() {
        return customer.planPeriods();
    }

    @Override
    public @Nullable BigDecimal commissionPercent() {
        return null;
    }

    /** While it was switched off, it owed no fee. */
    @Override
    public boolean existed(Instant from, Instant to) {
        return stays.stream().anyMatch(stay -> stay.active() && stay.overlaps(from, to));
    }
}
