package io.keyway.partner.accesscheck;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.accesscheck.CheckAccess.Finding;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why can, or can't, I or a partner of mine do this? */
@RestController
class AccessCheckController {

    /**
     * @param rule the first that fails, or {@code allowed}
     */
    record AccessCheckResponse(boolean allowed, AccessRule rule, String reason) {

        static AccessCheckResponse from(Finding finding) {
            return new AccessCheckResponse(
                    finding.rule() == AccessRule.ALLOWED, finding.rule(), finding.reason());
        }
    }

    private final CheckAccess checkAccess;

    AccessCheckController(CheckAccess checkAccess) {
        this.checkAccess = checkAccess;
    }

    @GetMapping("/api/v1/access-check")
    AccessCheckResponse check(
            Caller caller,
            @RequestParam Action action,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable PartnerId partnerId) {
        return AccessCheckResponse.from(checkAccess.check(caller, action, partnerId, resource));
    }
}
