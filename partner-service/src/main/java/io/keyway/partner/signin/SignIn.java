package io.keyway.partner.signin;

import io.keyway.partner.accounts.Account;
import io.keyway.partner.accounts.Passwords;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A user name and password.
 *
 * @param username the account's e-mail address, at most 320 characters
 * @param password its password, at most 128 characters
 */
record SignIn(
        @NotBlank @Size(max = Account.EMAIL_MAX) String username,
        @NotBlank @Size(max = Passwords.LENGTH_MAX) String password) {}
