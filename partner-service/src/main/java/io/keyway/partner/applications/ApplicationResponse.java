package io.keyway.partner.applications;

import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.ApplicationId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.applications.Application.ApplicationStatus;
import io.keyway.partner.applications.Application.Decided;
import io.keyway.partner.contact.Contact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application to become a partner.
 *
 * @param id the application
 * @param status {@code pending}, {@code approved} or {@code rejected}
 * @param parentId the partner that was asked
 * @param type what the applicant wants to become: distributor or reseller
 * @param model {@code own_plans} or {@code commission}; absent for a distributor without one
 * @param name name of the future partner
 * @param email e-mail address with which it will sign in, lower case
 * @param phone phone number in E.164, like {@code +4930901820}
 * @param website its website; absent for none
 * @param contact the person to write to
 * @param loginDomain login domain that it asks for
 * @param message what the applicant wrote; absent for nothing
 * @param reason why it was rejected; absent otherwise
 * @param partnerId the partner that it became; absent unless approved
 * @param createdAt when it was made
 * @param decidedAt when it was decided; absent while it is pending
 * @param decidedBy account that decided; absent while it is pending
 */
record ApplicationResponse(
        ApplicationId id,
        ApplicationStatus status,
        PartnerId parentId,
        PartnerType type,
        @Nullable PartnerModel model,
        String name,
        String email,
        String phone,
        @Nullable String website,
        Contact contact,
        String loginDomain,
        @Nullable String message,
        @Nullable String reason,
        @Nullable PartnerId partnerId,
        Instant createdAt,
        @Nullable Instant decidedAt,
        @Nullable AccountId decidedBy) {

    static ApplicationResponse from(Application application) {
        Decided decision = application.decision();
        return new ApplicationResponse(
                application.id(),
                application.status(),
                application.parentId(),
                application.type(),
                application.model(),
                application.name(),
                application.email(),
                application.phone(),
                application.website(),
                application.contact(),
                application.loginDomain(),
                application.message(),
                decision == null ? null : decision.reason(),
                decision == null ? null : decision.partnerId(),
                application.createdAt(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.by());
    }
}
