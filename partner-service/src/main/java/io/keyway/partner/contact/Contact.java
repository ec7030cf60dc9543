package io.keyway.partner.contact;

/**
 * The person that notifications are sent to.
 *
 * @param name name
 * @param email e-mail address
 * @param phone phone number in E.164, like {@code +4930901820}
 */
public record Contact(String name, String email, String phone) {}
