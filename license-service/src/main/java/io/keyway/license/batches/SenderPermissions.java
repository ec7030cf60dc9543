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
 * Checks who may send batches, and before each row whether the sender still may: a row is treated
 * like a request, which the gateway would check. This service does not know whether an account was
 * switched off; then its partner must stop the batch.
 */
@Component
class SenderPermissions {

    sealed interface Verdict {
        /**
         * @param caller the sender with the permissions it has now
         */
        record Allowed(Caller caller) implements Verdict {}

        record Denied(AccessRule rule, String detail) implements Verdict {}
    }

    private final Network network;

    SenderPermissions(Network network) {
        this.network = network;
    }

    /**
     * Whether the caller may send a batch of this kind. An import bypasses all quotas and sets the
     * expiry freely, so it is only for vendors, and needs the permission to manage the catalog too.
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
     * @throws io.keyway.kit.store.ReplicaBehindException if the partner is missing and its event
     *     may not have been consumed yet
     */
    Verdict of(Batch batch) {
        Caller caller = batch.caller(batch.by().permissions());
        if (network.partner(caller, batch.partnerId()).isEmpty()) {
            return new Verdict.Denied(
                    AccessRule.PARTNER_INACTIVE, "The partner that sent the batch is gone.");
        }
        List<PartnerState> path = network.partnersAlong(batch.path());
        if (path.stream().anyMatch(partner -> partner.status() != PartnerStatus.ACTIVE)) {
            return new Verdict.Denied(
                    AccessRule.PARTNER_INACTIVE,
                    "The partner that sent the batch is switched off, or one above it.");
        }
        if (path.size() > 1 && !path.getFirst().portalEnabled()) {
            return new Verdict.Denied(
                    AccessRule.PORTAL_OFF, "The partner portal of the vendor is switched off.");
        }
        Set<Permission> left = EnumSet.noneOf(Permission.class);
        left.addAll(batch.by().permissions());
        path.forEach(partner -> left.retainAll(partner.permissions()));
        Caller now = batch.caller(left);
        return maySend(now, batch.kind())
                ? new Verdict.Allowed(now)
                : new Verdict.Denied(
                        AccessRule.PARTNER_PERMISSION_MISSING,
                        "The partner that sent the batch, or one above it, may not do this any more.");
    }
}
