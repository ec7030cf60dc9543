package io.keyway.partner.logindomains;

import io.keyway.partner.contact.Contact;

/**
 * Whom to ask for help: the contact of the vendor.
 *
 * @param name name
 * @param email e-mail address
 * @param phone phone number in E.164
 */
public record SupportContact(String name, String email, String phone) {

    static SupportContact from(Contact contact) {
        return new SupportContact(contact.name(), contact.email(), contact.phone());
    }
}
