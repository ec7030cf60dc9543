package io.keyway.partner.signin;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.http.Refused;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Called by gateways when their copy lacks a credential or is out of date. */
@Hidden
@RestController
class IdentityController {

    private final Identities identities;

    IdentityController(Identities identities) {
        this.identities = identities;
    }

    /**
     * Get the identity behind a credential. For gateways only; other callers get {@code not_found}.
     *
     * @param id the credential
     * @return the credential with its account, customer and partners
     */
    @GetMapping("/internal/identities/{id}")
    Identity identity(Caller caller, @PathVariable CredentialId id) {
        if (caller.role() != Role.GATEWAY) {
            throw Refused.notFound();
        }
        return identities.of(id).orElseThrow(Refused::notFound);
    }
}
