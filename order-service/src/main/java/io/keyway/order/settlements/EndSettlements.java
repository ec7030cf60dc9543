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

/** A settlement is paid, or cancelled. */
@Component
class EndSettlements {

    private final Settlements settlements;
    private final Claims claims;
    private final Clock clock;

    EndSettlements(Settlements settlements, Claims claims, Clock clock) {
        this.settlements = settlements;
        this.claims = claims;
        this.clock = clock;
    }

    /** Whoever is above the payer says that the money has come; nobody says it of its own. */
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
                    return paid.equals(now) ? Decision.keep() : Decision.change(paid, paid.toEvent());
                });
    }

    /**
     * Its licenses can be settled again. If the process is killed before it has released them,
     * their claims name a cancelled settlement, and so hold nothing.
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
