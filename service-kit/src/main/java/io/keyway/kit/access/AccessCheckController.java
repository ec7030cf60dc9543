package io.keyway.kit.access;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Why can, or can't, I or a partner of mine do this? One call in every service that decides
 * something; the gateway sends a question to the one that decides it.
 */
@RestController
class AccessCheckController {

    /**
     * @param rule the first that fails, or {@code allowed}
     * @param code with which the call itself would be refused; absent if it is allowed
     */
    record AccessCheckResponse(
            boolean allowed, AccessRule rule, @Nullable ProblemCode code, String reason) {

        static AccessCheckResponse from(Finding finding, AccessAction action) {
            return new AccessCheckResponse(
                    finding.rule() == AccessRule.ALLOWED,
                    finding.rule(),
                    finding.code(action),
                    finding.reason());
        }
    }

    private final AccessRules service;

    AccessCheckController(AccessRules service) {
        this.service = service;
    }

    /**
     * @param resource id of what it is done with; absent for the action as such
     * @param partnerId the partner in whose place it is asked; absent for the caller itself
     */
    @GetMapping("/api/v1/access-check")
    AccessCheckResponse check(
            Caller caller,
            @RequestParam AccessAction action,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable PartnerId partnerId,
            @RequestParam(required = false) @Nullable CustomerId customerId,
            @RequestParam(required = false) @Nullable OrderId orderId,
            @RequestParam(required = false) @Min(1) @Nullable Long quantity,
            @RequestParam(name = "class", required = false) @Nullable LicenseClass licenseClass) {
        AccessQuestion question =
                AccessQuestion.of(action, resource, customerId, orderId, quantity, licenseClass);
        if (!service.decides(question)) {
            throw Refused.invalid("action", "is decided by another service for this resource")
                    .get();
        }
        Subject subject = subject(caller, partnerId);
        Finding finding =
                CommonRules.standing(subject, question)
                        .or(() -> service.refusal(subject, question))
                        .orElse(Finding.ALLOWED);
        return AccessCheckResponse.from(finding, action);
    }

    private Subject subject(Caller caller, @Nullable PartnerId partnerId) {
        if (partnerId == null) {
            return Subject.self(caller, service.partners(caller.path()));
        }
        PartnerState partner = service.partner(caller, partnerId).orElseThrow(Refused::notFound);
        return Subject.inPlaceOf(partner, caller, service.partners(partner.path()));
    }
}
