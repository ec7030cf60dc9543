package io.keyway.partner.signin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What somebody shows who signs in, whether for tokens or for a browser's session. */
record SignIn(
        @NotBlank @Size(max = 320) String username, @NotBlank @Size(max = 128) String password) {}
