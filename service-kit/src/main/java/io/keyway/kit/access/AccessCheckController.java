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
 * Explains why a caller may or may not do something.
 *
 * <p>Every service with {@code AccessRules} has this call; the gateway sends each question to the
 * service that decides the action.
 */
@RestController
class AccessCheckController {

    /**
     * The answer to an access question.
     *
     * @param allowed whether the action would be allowed now
     * @param rule the first rule that refuses, or {@code allowed}
     * @param code problem code with which the call itself would be refused; absent if it is allowed
     * @param reason the same as a sentence; names only partners that the caller may know
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
     * Explain why an action is allowed or refused.
     *
     * <p>Checks the same rules on the same data as the action itself, in the same order, and names
     * the first that refuses. Nothing is changed. What the caller cannot see is {@code not_found},
     * as for the action. A parameter that does not fit the action is {@code invalid_request}.
     *
     * @param action what is to be done
     * @param resource id of the partner, customer, product, policy, order or license that the
     *     action concerns; without it, the action in general
     * @param partnerId ask in the place of this partner, which must be the caller's own or below
     *     it; default: the caller itself
     * @param customerId the customer of an {@code issue}, {@code order} or {@code transfer}
     * @param orderId the order to {@code issue} in; without it, from the partner's own portfolio
     * @param quantity number of licenses to issue or order; at least 1, default 1
     * @param licenseClass class of the licenses to {@code issue}; default {@code primary}
     * @return whether it is allowed, and otherwise the rule that refuses
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
                CommonRules.general(subject, question)
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
