package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Topic;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events about partners. Each carries the partner's present state, so the newest event alone is
 * enough to rebuild it.
 */
public sealed interface PartnerEvent extends DomainEvent {

    PartnerState partner();

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.PARTNERS;
    }

    @Override
    @JsonIgnore
    default String key() {
        return partner().id().value();
    }

    @JsonTypeName("io.keyway.partner.created.v1")
    record PartnerCreated(PartnerState partner) implements PartnerEvent {}

    @JsonTypeName("io.keyway.partner.changed.v1")
    record PartnerChanged(PartnerState partner) implements PartnerEvent {}

    @JsonTypeName("io.keyway.partner.activated.v1")
    record PartnerActivated(PartnerState partner) implements PartnerEvent {}

    @JsonTypeName("io.keyway.partner.deactivated.v1")
    record PartnerDeactivated(PartnerState partner) implements PartnerEvent {}

    @JsonTypeName("io.keyway.partner.deleted.v1")
    record PartnerDeleted(PartnerState partner) implements PartnerEvent {}

    /**
     * A partner as other services need to know it.
     *
     * @param path the partners from the vendor down to this one
     * @param portalEnabled on a vendor: whether its partners may sign in
     * @param currency in which it is billed, ISO 4217
     * @param planId the plan that it is on at the time of the event; absent for none
     * @param discountPercent off the list price when it settles or orders
     * @param unpaidLicenseLimit how many licenses issued from the portfolio may be unpaid at once
     * @param trialLicenseLimit how many trial licenses it may issue in a calendar month, in UTC;
     *     absent for any number
     * @param plans its plan by date, one to come included; absent if it never changed
     */
    record PartnerState(
            PartnerId id,
            PartnerType type,
            @Nullable PartnerModel model,
            List<PartnerId> path,
            String name,
            PartnerStatus status,
            boolean portalEnabled,
            Set<Permission> permissions,
            String currency,
            @Nullable PlanId planId,
            BigDecimal discountPercent,
            BigDecimal commissionPercent,
            int unpaidLicenseLimit,
            @Nullable Integer trialLicenseLimit,
            @Nullable List<PlanPeriod> plans) {

        /** A partner whose plan never changed. */
        public PartnerState(
                PartnerId id,
                PartnerType type,
                @Nullable PartnerModel model,
                List<PartnerId> path,
                String name,
                PartnerStatus status,
                boolean portalEnabled,
                Set<Permission> permissions,
                String currency,
                @Nullable PlanId planId,
                BigDecimal discountPercent,
                BigDecimal commissionPercent,
                int unpaidLicenseLimit,
                @Nullable Integer trialLicenseLimit) {
            this(
                    id,
                    type,
                    model,
                    path,
                    name,
                    status,
                    portalEnabled,
                    permissions,
                    currency,
                    planId,
                    discountPercent,
                    commissionPercent,
                    unpaidLicenseLimit,
                    trialLicenseLimit,
                    null);
        }

        /** Its plan by date. */
        public List<PlanPeriod> planPeriods() {
            return PlanPeriod.all(plans, planId);
        }

        @JsonIgnore
        public @Nullable PartnerId parentId() {
            return path.size() < 2 ? null : path.get(path.size() - 2);
        }

        @JsonIgnore
        public PartnerId vendorId() {
            return path.getFirst();
        }
    }

    /** Kinds of partners. */
    enum PartnerType {
        /** Owns products and policies; the root of its tree. */
        @JsonProperty("vendor")
        VENDOR,
        /** Orders licenses, assigns license managers, and may have resellers below it. */
        @JsonProperty("distributor")
        DISTRIBUTOR,
        /** Issues licenses from its portfolio and in orders assigned to it; creates no orders. */
        @JsonProperty("reseller")
        RESELLER
    }

    /** How a partner earns money. */
    enum PartnerModel {
        /** Creates and manages its own pricing plans. */
        @JsonProperty("own_plans")
        OWN_PLANS,
        /** Sells its parent's plans and earns commission. */
        @JsonProperty("commission")
        COMMISSION
    }

    /** Whether a partner may use the system. */
    enum PartnerStatus {
        @JsonProperty("active")
        ACTIVE,
        /** The partner and everything below it cannot sign in; tokens and keys are refused. */
        @JsonProperty("inactive")
        INACTIVE
    }
}
