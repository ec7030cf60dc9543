package io.keyway.license.batches;

import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.license.batchinput.BatchKind;
import io.keyway.license.network.Network;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who may send batches, and whether the sender of one may still do what it asks for: the gateway
 * would ask at each call, and a row is one. An account of its own that was switched off meanwhile
 * is not known here: its partner stops the batch.
 */
@Component
class SenderPermissions {

    sealed interface Verdict {
        record May(Caller caller) implements Verdict {}

        record MayNot(AccessRule rule, String detail) implements Verdict {}
    }

    private final Network network;

    SenderPermissions(Network network) {
        this.network = network;
    }

    /**
     * Batches are sent by who issues licenses. An import goes round every quota and sets the end of
     * a license as it likes: it is for the vendor itself, and for those of its accounts that decide
     * what is sold.
     */
    static boolean maySend(Caller caller, BatchKind kind) {
        return caller.partnerId() != null
                && caller.may(Permission.ISSUE_LICENSES)
                && switch (kind) {
                    case ISSUE -> true;
                    case IMPORT ->
                            caller.partnerId().equals(caller.vendorId())
                                    && caller.may(Permission.MANAGE_CATALOG);
                };
    }

    /**
     * @throws io.keyway.kit.store.ReplicaBehindException if that cannot be said now
     */
    Verdict of(Batch batch) {
        Caller caller = batch.caller(batch.by().permissions());
        if (network.partner(caller, batch.partnerId()).isEmpty()) {
            return new Verdict.MayNot(
                    AccessRule.PARTNER_INACTIVE, "The partner that sent the batch is gone.");
        }
        List<PartnerState> path = network.partnersAlong(batch.path());
        if (path.stream().anyMatch(partner -> partner.status() != PartnerStatus.ACTIVE)) {
            return new Verdict.MayNot(
                    AccessRule.PARTNER_INACTIVE,
                    "The partner that sent the batch is switched off, or one above it.");
        }
        if (path.size() > 1 && !path.getFirst().portalEnabled()) {
            return new Verdict.MayNot(
                    AccessRule.PORTAL_OFF, "The partner portal of the vendor is switched off.");
        }
        Set<Permission> left = EnumSet.noneOf(Permission.class);
        left.addAll(batch.by().permissions());
        path.forEach(partner -> left.retainAll(partner.permissions()));
        Caller now = batch.caller(left);
        return maySend(now, batch.kind())
                ? new Verdict.May(now)
                : new Verdict.MayNot(
                        AccessRule.PARTNER_PERMISSION_MISSING,
                        "The partner that sent the batch, or one above it, may not do this any more.");
    }
}
