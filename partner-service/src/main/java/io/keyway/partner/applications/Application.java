package io.keyway.partner.applications;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.store.Aggregate;
import io.keyway.partner.contact.Contact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application to become a partner.
 *
 * @param scope from the vendor down to the partner that was asked
 * @param parentId the partner that was asked
 * @param approval the request that is approving it; absent if none is
 * @param decision how it was decided; absent while it is pending
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
        Contact contact,
        String loginDomain,
        @Nullable String message,
        Instant createdAt,
        @Nullable Approval approval,
        @Nullable Decided decision)
        implements Aggregate {

    /** Whether an application is decided. */
    enum ApplicationStatus {
        /** Not decided yet. */
        @JsonProperty("pending")
        PENDING,
        /** A partner was created from it. */
        @JsonProperty("approved")
        APPROVED,
        /** No partner is created from it. */
        @JsonProperty("rejected")
        REJECTED
    }

    /**
     * A running approval, which creates the partner.
     *
     * @param request id of the request; the same when it is repeated
     */
    record Approval(String request, Instant since) {}

    /**
     * A decision.
     *
     * @param request id of the request that decided, so that its repetition gets the same answer
     * @param reason of a rejection
     * @param partnerId the partner of an approval
     */
    record Decided(
            String request,
            Instant at,
            @Nullable AccountId by,
            @Nullable String reason,
            @Nullable PartnerId partnerId) {}

    /** Id of the partner that it becomes; the same for every attempt to approve it. */
    PartnerId partnerToBe() {
        return PartnerId.with(id.uniquePart());
    }

    boolean isDecidedBy(String request) {
        return decision != null && decision.request().equals(request);
    }

    /**
     * Whether another request is approving it, or died so recently that it may still be running.
     */
    boolean isBeingApprovedByAnother(String request, Instant now, Duration takeover) {
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
