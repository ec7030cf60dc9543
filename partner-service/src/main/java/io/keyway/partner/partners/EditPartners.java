package io.keyway.partner.partners;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.partners.PartnersController.EditPartner;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Changes what a partner is and on which terms. */
@Component
class EditPartners {

    private final Partners partners;
    private final CreatePartners create;
    private final MergePatch mergePatch;

    EditPartners(Partners partners, CreatePartners create, MergePatch mergePatch) {
        this.partners = partners;
        this.create = create;
        this.mergePatch = mergePatch;
    }

    Stored<Partner> edit(Caller caller, PartnerId id, IfMatch ifMatch, JsonNode patch) {
        Partner before = partners.find(caller, id).state();
        Partner wanted = next(caller, before, patch);
        if (wanted.type() != before.type() && wanted.type() == PartnerType.RESELLER) {
            return becomeReseller(caller, id, ifMatch, patch);
        }
        return partners.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    Partner next = next(caller, stored.state(), patch);
                    if (next.type() != wanted.type()) {
                        throw new Refused(
                                ProblemCode.CONFLICT, "Others are changing it: try again.");
                    }
                    return next.equals(stored.state())
                            ? Decision.keep()
                            : Decision.change(next, new PartnerChanged(next.told()));
                });
    }

    /** A reseller has nobody below it. */
    private Stored<Partner> becomeReseller(
            Caller caller, PartnerId id, IfMatch ifMatch, JsonNode patch) {
        partners.withNobodyBelow(
                id,
                ifMatch::require,
                closed -> {
                    Partner next = next(caller, closed.state(), patch).opened();
                    return partners.replace(closed, next, new PartnerChanged(next.told()))
                            .isPresent();
                });
        return partners.find(caller, id);
    }

    private Partner next(Caller caller, Partner now, JsonNode patch) {
        EditPartner edit = mergePatch.apply(EditPartner.of(now), patch);
        if (edit.type() != now.type()
                && (edit.type() == PartnerType.VENDOR || now.type() == PartnerType.VENDOR)) {
            throw Refused.invalid("type", "a vendor is a vendor for good").get();
        }
        if (edit.portalEnabled() != now.portalEnabled() && caller.role() != Role.OPERATOR) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only the operator switches the portal.");
        }
        boolean newType = edit.type() != now.type() && !patch.has("permissions");
        Partner next =
                edit.applyTo(
                        now,
                        newType ? create.preset(edit.type(), now.parentId()) : edit.permissions());
        create.check(now, next);
        return next;
    }
}
