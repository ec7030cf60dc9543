package io.keyway.partner.contact;

import io.keyway.kit.http.NotFormula;
import io.keyway.partner.accounts.Account;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * The person that is written to.
 *
 * @param name name, at most 200 characters
 * @param email e-mail address, at most 320 characters
 * @param phone phone number in E.164, like {@code +4930901820}
 */
public record ContactRequest(
        @NotBlank @Size(max = 200) @NotFormula String name,
        @NotNull @Email @Size(max = Account.EMAIL_MAX) String email,
        @NotNull @Phone String phone) {

    public Contact toContact() {
        return new Contact(name, email, phone);
    }
}
