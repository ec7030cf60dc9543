package io.keyway.partner.partners;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.plans.PlanRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a partner may be created, and which terms it may be given. */
@Component
class PartnerRules {

    private final Partners partners;
    private final PlanRules plans;
    private final PartnerProperties settings;

    PartnerRules(Partners partners, PlanRules plans, PartnerProperties settings) {
        this.partners = partners;
        this.plans = plans;
        this.settings = settings;
    }

    /**
     * The parent that the caller may create a partner of the type under.
     *
     * @param parentId the parent asked for; null for the caller's own partner
     * @return null for a vendor, which only the operator creates
     * @throws Refused {@code forbidden}, {@code not_found} or {@code invalid_request}
     */
    @Nullable Partner parentFor(Caller caller, PartnerType type, @Nullable PartnerId parentId) {
        if (caller.role() == Role.OPERATOR) {
            if (type != PartnerType.VENDOR) {
                if (parentId == null) {
                    throw Refused.invalid("parentId", "is required: only a vendor has no parent")
                            .get();
                }
                return requireRoom(partners.find(caller, parentId).state());
            }
            if (parentId != null) {
                throw Refused.invalid("parentId", "a vendor has no parent").get();
            }
            return null;
        }
        if (!caller.may(Permission.MANAGE_PARTNERS) || caller.partnerId() == null) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        if (type == PartnerType.VENDOR) {
            throw new Refused(ProblemCode.FORBIDDEN, "Only the operator creates vendors.");
        }
        PartnerId parent = parentId == null ? caller.partnerId() : parentId;
        return requireRoom(partners.find(caller, parent).state());
    }

    private Partner requireRoom(Partner parent) {
        if (parent.type() == PartnerType.RESELLER) {
            throw Refused.invalid("parentId", "a reseller has no partners below it").get();
        }
        if (parent.scope().size() >= settings.depthMax()) {
            throw Refused.invalid(
                            "parentId", "the tree has at most " + settings.depthMax() + " levels")
                    .get();
        }
        return parent;
    }

    /**
     * Requires that the partner may have its model and permissions, and a new one its plan. What it
     * had before may stay, even if its parent has lost it since; the partner cannot use it then.
     *
     * @param before null for a new partner
     * @throws Refused {@code invalid_request}, also for a withdrawn plan, or {@code not_found} for
     *     one that is not offered above the partner
     */
    void requireAllowed(@Nullable Partner before, Partner partner) {
        if (partner.type() == PartnerType.RESELLER && partner.model() == null) {
            throw Refused.invalid("model", "is required for a reseller").get();
        }
        Partner parent = parent(partner.parentId());
        boolean otherPermissions =
                before == null || !before.permissions().equals(partner.permissions());
        if (parent != null
                && otherPermissions
                && !parent.permissions().containsAll(partner.permissions())) {
            throw Refused.invalid("permissions", "must be among those of its parent").get();
        }
        if (before == null) {
            requireChoosable(List.of(), partner.planId(), partner);
        }
    }

    /**
     * Requires that the partner may be given the plan.
     *
     * @param before present and coming plans
     * @param chosen null for none
     * @throws Refused like {@link PlanRules#requireChoosable}
     */
    void requireChoosable(List<PlanPeriod> before, @Nullable PlanId chosen, Partner partner) {
        Partner parent = parent(partner.parentId());
        plans.requireChoosable(before, chosen, parent == null ? List.of() : parent.scope());
    }

    /** The usual permissions of the type and model, within those of the parent. */
    Set<Permission> usualPermissions(
            PartnerType type, @Nullable PartnerModel model, @Nullable PartnerId parentId) {
        return usualPermissions(type, model, parent(parentId));
    }

    static Set<Permission> usualPermissions(
            PartnerType type, @Nullable PartnerModel model, @Nullable Partner parent) {
        Set<Permission> usual =
                switch (type) {
                    case VENDOR -> Permission.ofVendor();
                    case DISTRIBUTOR -> Permission.ofDistributor();
                    case RESELLER -> Permission.ofReseller();
                };
        if (model == PartnerModel.OWN_PLANS) {
            usual.add(Permission.MANAGE_PLANS);
        }
        if (parent == null) {
            return usual;
        }
        Set<Permission> within = EnumSet.copyOf(usual);
        within.retainAll(parent.permissions());
        return within;
    }

    private @Nullable Partner parent(@Nullable PartnerId id) {
        return id == null ? null : partners.load(id).orElseThrow(Refused::notFound);
    }
}
