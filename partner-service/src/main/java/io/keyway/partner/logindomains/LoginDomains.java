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

/** Which login domains there are, and which could be. */
@Component
public final class LoginDomains {

    /** ASCII only, so no name looks like another one, and a host name's case does not matter. */
    private static final Pattern NAME = Pattern.compile("[a-z]{2,63}");

    /** Why a name cannot be taken. */
    public enum Obstacle {
        @JsonProperty("invalid")
        INVALID,
        @JsonProperty("reserved")
        RESERVED,
        @JsonProperty("taken")
        TAKEN
    }

    private final Partners partners;
    private final PartnerProperties settings;

    LoginDomains(Partners partners, PartnerProperties settings) {
        this.partners = partners;
        this.settings = settings;
    }

    /** What keeps a new partner from having the name; empty if nothing does. */
    public Optional<Obstacle> obstacle(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(Obstacle.INVALID);
        }
        if (settings.reservedLoginDomains().contains(name)) {
            return Optional.of(Obstacle.RESERVED);
        }
        return partners.hasLoginDomain(name) ? Optional.of(Obstacle.TAKEN) : Optional.empty();
    }

    /** The contact of the vendor; nobody's for those who have none. */
    public @Nullable Support support(@Nullable PartnerId vendorId) {
        return vendorId == null
                ? null
                : partners.load(vendorId).map(Partner::contact).map(Support::from).orElse(null);
    }
}
