package io.keyway.partner.logindomains;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.kit.http.Refused;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the sign-in page shows, and whether a name is free. */
@RestController
@RequestMapping("/api/v1")
class LoginDomainsController {

    /**
     * @param loginDomain the partner's whose page was called; null on the main one, as the rest
     * @param support whom to ask: the contact of that partner's vendor
     */
    record SignInPage(
            @JsonInclude @Nullable String loginDomain,
            @JsonInclude @Nullable String partnerName,
            @JsonInclude @Nullable Support support) {}

    /**
     * @param reason why it is not available; null if it is
     */
    record LoginDomainResponse(
            String loginDomain,
            boolean available,
            @JsonInclude LoginDomains.@Nullable Obstacle reason) {}

    private final LoginDomains loginDomains;
    private final Partners partners;

    LoginDomainsController(LoginDomains loginDomains, Partners partners) {
        this.loginDomains = loginDomains;
        this.partners = partners;
    }

    @GetMapping("/sign-in-page")
    SignInPage signInPage(Caller caller) {
        String name = caller.origin().loginDomain();
        if (name == null) {
            return new SignInPage(null, null, null);
        }
        Partner partner =
                partners.atLoginDomain(name)
                        .orElseThrow(() -> new Refused(ProblemCode.UNKNOWN_LOGIN_DOMAIN));
        return new SignInPage(
                name, partner.name(), loginDomains.support(partner.scope().getFirst()));
    }

    @GetMapping("/login-domains/{name}")
    LoginDomainResponse loginDomain(Caller caller, @PathVariable String name) {
        if (!caller.may(Permission.MANAGE_PARTNERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        LoginDomains.Obstacle obstacle = loginDomains.obstacle(name).orElse(null);
        return new LoginDomainResponse(name, obstacle == null, obstacle);
    }
}
