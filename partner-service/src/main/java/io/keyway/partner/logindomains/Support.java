package io.keyway.partner.logindomains;

import io.keyway.partner.partners.Partner;

/** Whom to ask: the contact of a vendor. */
public record Support(String name, String email, String phone) {

    static Support from(Partner.Contact contact) {
        return new Support(contact.name(), contact.email(), contact.phone());
    }
}
