package io.keyway.order.settlements;

import io.keyway.contracts.id.SettlementId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reserves a license for one settlement. It is written before the settlement, and kept while that
 * is open or paid.
 */
record LicenseClaim(SettlementId settlementId, Instant claimedAt) {

    /** Whether another settlement may take the license. */
    enum State {
        /** The settlement is open or paid, or its check-out is still running. */
        HELD,
        /** The settlement was cancelled, but the process died before it deleted the claim. */
        RELEASED,
        /** The process of the check-out died before it wrote the settlement. */
        ABANDONED
    }

    /**
     * @param settlement the settlement that the claim names; null if it is not written
     * @param abandonedAfter how long a check-out may take to write its settlement
     */
    State state(@Nullable Settlement settlement, Instant now, Duration abandonedAfter) {
        if (settlement == null) {
            return now.isBefore(claimedAt.plus(abandonedAfter)) ? State.HELD : State.ABANDONED;
        }
        return switch (settlement.status()) {
            case OPEN, PAID -> State.HELD;
            case CANCELLED -> State.RELEASED;
        };
    }
}
