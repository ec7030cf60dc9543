package io.keyway.order.settlements;

import io.keyway.contracts.id.SettlementId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a license is in a settlement. It is made before the settlement and stays as long as that is
 * open, and for good when it is paid.
 */
record Claim(SettlementId settlementId, Instant claimedAt) {

    /** Whether another settlement may have the license. */
    enum Standing {
        /** The settlement is open or paid, or its check-out is under way. */
        HELD,
        /** The settlement was cancelled, and the process that did so ended before it was done. */
        RELEASED,
        /** The check-out has ended without a settlement: a process was killed. */
        ABANDONED
    }

    /**
     * @param settlement the one that has claimed; absent if there is none
     * @param abandonedAfter how long a check-out may take to write its settlement
     */
    Standing standing(@Nullable Settlement settlement, Instant now, Duration abandonedAfter) {
        if (settlement == null) {
            return now.isBefore(claimedAt.plus(abandonedAfter))
                    ? Standing.HELD
                    : Standing.ABANDONED;
        }
        return switch (settlement.status()) {
            case OPEN, PAID -> Standing.HELD;
            case CANCELLED -> Standing.RELEASED;
        };
    }
}
