package io.keyway.partner.signin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A user name and password.
 *
 * @param username the account's e-mail address, at most 320 characters
 * @param password its password, at most 128 characters
 */
record SignIn(
        @NotBlank @Size(max = 320) String username, @NotBlank @Size(max = 128) String password) {}
