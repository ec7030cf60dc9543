package io.keyway.partner.applications;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.partner.partners.Partner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to become a partner.
 *
 * @param parentId the partner that was asked
 * @param approval while it is being approved: who makes the partner
 * @param decision what became of it; absent while it is pending
 */
record Application(
        ApplicationId id,
        List<PartnerId> scope,
        PartnerId parentId,
        ApplicationStatus status,
        PartnerType type,
        @Nullable PartnerModel model,
        String name,
        String email,
        String phone,
        @Nullable String website,
        Partner.Contact contact,
        String loginDomain,
        @Nullable String message,
        Instant createdAt,
        @Nullable Approval approval,
        @Nullable Decided decision)
        implements Aggregate {

    enum ApplicationStatus {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("approved")
        APPROVED,
        @JsonProperty("rejected")
        REJECTED
    }

    /**
     * A request that makes the partner.
     *
     * @param request the same when it is repeated
     */
    record Approval(String request, Instant since) {}

    /**
     * @param request the one that decided, so that its repetition is answered alike
     * @param reason of a rejection
     */
    record Decided(
            String request,
            Instant at,
            @Nullable AccountId by,
            @Nullable String reason,
            @Nullable PartnerId partnerId) {}

    /** The partner that it becomes: always the same one, however often the approval is tried. */
    PartnerId partnerToBe() {
        return PartnerId.with(id.uniquePart());
    }

    boolean isDecidedBy(String request) {
        return decision != null && decision.request().equals(request);
    }

    /** Whether another request makes the partner now, or died so lately that it still might. */
    boolean isApprovedByAnother(String request, Instant now, Duration takeover) {
        return approval != null
                && !approval.request().equals(request)
                && now.isBefore(approval.since().plus(takeover));
    }

    Application with(
            ApplicationStatus nextStatus,
            @Nullable Approval nextApproval,
            @Nullable Decided nextDecision) {
        return new Application(
                id,
                scope,
                parentId,
                nextStatus,
                type,
                model,
                name,
                email,
                phone,
                website,
                contact,
                loginDomain,
                message,
                createdAt,
                nextApproval,
                nextDecision);
    }
}
