package io.keyway.partner.logindomains;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.id.PartnerId;
import io.keyway.partner.PartnerProperties;
import io.keyway.partner.partners.Partner;
import io.keyway.partner.partners.Partners;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which login domains are free, and the support contact that a sign-in page shows. */
@Component
public final class LoginDomains {

    private static final Pattern NAME = Pattern.compile(Partner.LOGIN_DOMAIN_PATTERN);

    /** Why a name is not available. */
    public enum Obstacle {
        /** It is not 2 to 63 lower-case letters. */
        @JsonProperty("invalid")
        INVALID,
        /** It is in the setting {@code reserved-login-domains}. */
        @JsonProperty("reserved")
        RESERVED,
        /** A partner has it. */
        @JsonProperty("taken")
        TAKEN
    }

    private final Partners partners;
    private final PartnerProperties settings;

    LoginDomains(Partners partners, PartnerProperties settings) {
        this.partners = partners;
        this.settings = settings;
    }

    /** Why a new partner cannot have the name; empty if it can. */
    public Optional<Obstacle> obstacle(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(Obstacle.INVALID);
        }
        if (settings.reservedLoginDomains().contains(name)) {
            return Optional.of(Obstacle.RESERVED);
        }
        return partners.hasLoginDomain(name) ? Optional.of(Obstacle.TAKEN) : Optional.empty();
    }

    /** The vendor's contact; null for the operator, who has no vendor. */
    public @Nullable SupportContact support(@Nullable PartnerId vendorId) {
        return vendorId == null
                ? null
                : partners.load(vendorId)
                        .map(Partner::contact)
                        .map(SupportContact::from)
                        .orElse(null);
    }
}
