package io.keyway.partner.partners;

import io.keyway.contracts.Dated;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerActivated;
import io.keyway.contracts.event.PartnerEvent.PartnerChanged;
import io.keyway.contracts.event.PartnerEvent.PartnerDeactivated;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.IfMatch;
import io.keyway.kit.http.MergePatch;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Decision;
import io.keyway.kit.store.Stored;
import io.keyway.partner.accounts.Accounts;
import io.keyway.partner.plans.PlanChange;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Changes a partner: its details, type, model and terms. */
@Component
class EditPartners {

    private final Partners partners;
    private final PartnerRules rules;
    private final PartnerLock lock;
    private final Accounts accounts;
    private final MergePatch mergePatch;
    private final Clock clock;

    EditPartners(
            Partners partners,
            PartnerRules rules,
            PartnerLock lock,
            Accounts accounts,
            MergePatch mergePatch,
            Clock clock) {
        this.partners = partners;
        this.rules = rules;
        this.lock = lock;
        this.accounts = accounts;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Applies a JSON merge patch; with a new e-mail the partner's account gets it too. */
    Stored<Partner> edit(Caller caller, PartnerId id, IfMatch ifMatch, JsonNode patch) {
        Partner before = partners.requireAbove(caller, id);
        Partner wanted = patched(caller, before, patch);
        accounts.requireEmailFree(wanted.email(), before.accountId());
        boolean becomesReseller =
                wanted.type() != before.type() && wanted.type() == PartnerType.RESELLER;
        Stored<Partner> edited =
                becomesReseller
                        ? becomeReseller(caller, id, ifMatch, patch)
                        : change(caller, id, ifMatch, patch, wanted.type());
        accounts.changeEmail(
                before.accountId(),
                () -> partners.load(id).orElseThrow(Refused::notFound).email(),
                (taken, former) ->
                        partners.change(
                                id,
                                stored ->
                                        Decision.change(
                                                stored.state().withEmailReplaced(taken, former))));
        return edited;
    }

    /** Activates or deactivates it; setting the status it has changes nothing. */
    Stored<Partner> setStatus(Caller caller, PartnerId id, PartnerStatus status) {
        partners.requireAbove(caller, id);
        return partners.change(
                id,
                stored -> {
                    if (stored.state().status() == status) {
                        return Decision.keep();
                    }
                    Partner next = stored.state().asOf(PlanChange.today(clock)).withStatus(status);
                    return Decision.change(
                            next,
                            status == PartnerStatus.ACTIVE
                                    ? new PartnerActivated(next.toState())
                                    : new PartnerDeactivated(next.toState()));
                });
    }

    private Stored<Partner> change(
            Caller caller, PartnerId id, IfMatch ifMatch, JsonNode patch, PartnerType type) {
        return partners.change(
                id,
                stored -> {
                    ifMatch.require(stored);
                    Partner next = patched(caller, stored.state(), patch);
                    if (next.type() != type) {
                        throw new Refused(
                                ProblemCode.CONFLICT, "Others are changing it: try again.");
                    }
                    return next.equals(stored.state())
                            ? Decision.keep()
                            : Decision.change(next, new PartnerChanged(next.toState()));
                });
    }

    /** A reseller has no partners below it, so none may be created while the type changes. */
    private Stored<Partner> becomeReseller(
            Caller caller, PartnerId id, IfMatch ifMatch, JsonNode patch) {
        lock.withNobodyBelow(
                id,
                ifMatch::require,
                closed -> {
                    Partner next = patched(caller, closed.state(), patch).opened();
                    return partners.replace(closed, next, new PartnerChanged(next.toState()))
                            .isPresent();
                });
        return partners.find(caller, id);
    }

    private Partner patched(Caller caller, Partner stored, JsonNode patch) {
        LocalDate today = PlanChange.today(clock);
        Partner now = stored.asOf(today);
        EditPartner edit = mergePatch.apply(EditPartner.of(now), patch);
        if (edit.type() != now.type()
                && (edit.type() == PartnerType.VENDOR || now.type() == PartnerType.VENDOR)) {
            throw Refused.invalid("type", "a vendor is a vendor for good").get();
        }
        if (edit.portalEnabled() != now.portalEnabled() && caller.role() != Role.OPERATOR) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only the operator switches the portal.");
        }
        Partner next =
                edit.applyTo(
                        now,
                        patch.has("permissions") ? edit.permissions() : permissions(now, edit));
        rules.requireAllowed(now, next);
        PlanChange change = PlanChange.of(patch, edit.planId(), edit.planFrom(), today);
        rules.requireChoosable(Dated.onwards(now.planPeriods(), today), edit.planId(), next);
        return next.withPlans(change.of(now.planPeriods()), today);
    }

    /**
     * A new type brings its usual permissions; a new model adds or removes {@code manage_plans}.
     */
    private Set<Permission> permissions(Partner now, EditPartner edit) {
        Set<Permission> usual = rules.usualPermissions(edit.type(), edit.model(), now.parentId());
        if (edit.type() != now.type()) {
            return usual;
        }
        if (edit.model() == now.model()) {
            return now.permissions();
        }
        Set<Permission> permissions = new HashSet<>(now.permissions());
        permissions.remove(Permission.MANAGE_PLANS);
        if (usual.contains(Permission.MANAGE_PLANS)) {
            permissions.add(Permission.MANAGE_PLANS);
        }
        return permissions;
    }
}
