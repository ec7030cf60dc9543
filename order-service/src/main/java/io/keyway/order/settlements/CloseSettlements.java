package io.keyway.order.settlements;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.SettlementId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Confirms the payment of a settlement, or cancels it. */
@Component
class CloseSettlements {

    private final Settlements settlements;
    private final LicenseClaims claims;
    private final Clock clock;

    CloseSettlements(Settlements settlements, LicenseClaims claims, Clock clock) {
        this.settlements = settlements;
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * Confirms that the payment has arrived, and publishes it on {@code billing}.
     *
     * @throws Refused {@code forbidden} unless the caller is above the payer and manages partners;
     *     {@code conflict} if the settlement was cancelled
     */
    Stored<Settlement> pay(
            Caller caller, SettlementId id, IfMatch ifMatch, @Nullable String reference) {
        requireAbove(caller, settlements.find(caller, id).state());
        return settlements.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    Settlement now = stored.state();
                    Settlement paid =
                            now.paid(reference, clock.instant())
                                    .orElseThrow(() -> conflict("The settlement was cancelled."));
                    return paid.equals(now)
                            ? Decision.keep()
                            : Decision.change(paid, paid.toEvent());
                });
    }

    /**
     * Cancels an open settlement; its licenses can be settled again. If the process dies before the
     * claims are deleted, they name a cancelled settlement and no longer hold the licenses.
     *
     * @throws Refused {@code forbidden} unless the caller is the payer or above it; {@code
     *     conflict} if the settlement is paid
     */
    Stored<Settlement> cancel(Caller caller, SettlementId id, IfMatch ifMatch) {
        Settlement seen = settlements.find(caller, id).state();
        if (isPayer(caller, seen)) {
            require(caller, Permission.ISSUE_LICENSES);
        } else {
            requireAbove(caller, seen);
        }
        Stored<Settlement> cancelled =
                settlements.change(
                        id,
                        stored -> {
                            ifMatch.require(stored);
                            Settlement now = stored.state();
                            Settlement next =
                                    now.cancelled(clock.instant())
                                            .orElseThrow(() -> conflict("The settlement is paid."));
                            return next.equals(now) ? Decision.keep() : Decision.change(next);
                        });
        claims.release(id, cancelled.state().licenseIds());
        return cancelled;
    }

    private static void requireAbove(Caller caller, Settlement settlement) {
        if (isPayer(caller, settlement)) {
            throw new Refused(
                    ProblemCode.FORBIDDEN, "A payment is confirmed by a partner above the payer.");
        }
        require(caller, Permission.MANAGE_PARTNERS);
    }

    private static boolean isPayer(Caller caller, Settlement settlement) {
        return settlement.payerId().equals(caller.partnerId());
    }

    private static void require(Caller caller, Permission permission) {
        if (!caller.may(permission)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
    }

    private static Refused conflict(String why) {
        return new Refused(ProblemCode.CONFLICT, why);
    }
}
