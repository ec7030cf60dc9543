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

/** What a sign-in page shows, and whether a login domain is free. */
@RestController
@RequestMapping("/api/v1")
class LoginDomainsController {

    /**
     * What the sign-in page of a login domain shows.
     *
     * @param loginDomain the login domain of the host that was called; null on the main page
     * @param partnerName name of the login domain's partner; null on the main page
     * @param support contact of that partner's vendor; null on the main page
     */
    record SignInPage(
            @JsonInclude @Nullable String loginDomain,
            @JsonInclude @Nullable String partnerName,
            @JsonInclude @Nullable SupportContact support) {}

    /**
     * Whether a login domain is available.
     *
     * @param loginDomain the name that was asked about
     * @param available true if a new partner can have it
     * @param reason {@code invalid}, {@code reserved} or {@code taken}; null if it is available
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

    /**
     * Get what the sign-in page shows. Needs no sign-in. The host that is called decides: the main
     * host has no login domain; a host that is no active partner's login domain is {@code
     * unknown_login_domain}.
     *
     * @return the login domain with its partner's name and the support contact
     */
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

    /**
     * Check whether a login domain is available. Needs the permission {@code manage_partners}
     * ({@code forbidden}). Nothing is reserved by asking.
     *
     * @param name the name, like {@code acme}
     * @return whether it is available, or why not
     */
    @GetMapping("/login-domains/{name}")
    LoginDomainResponse loginDomain(Caller caller, @PathVariable String name) {
        if (!caller.may(Permission.MANAGE_PARTNERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        LoginDomains.Obstacle obstacle = loginDomains.obstacle(name).orElse(null);
        return new LoginDomainResponse(name, obstacle == null, obstacle);
    }
}
