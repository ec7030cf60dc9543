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

/** For the gateway only, while its view of the topics is missing something or out of date. */
@Hidden
@RestController
class IdentityController {

    private final Identities identities;

    IdentityController(Identities identities) {
        this.identities = identities;
    }

    @GetMapping("/internal/identities/{id}")
    Identity identity(Caller caller, @PathVariable CredentialId id) {
        if (caller.role() != Role.GATEWAY) {
            throw Refused.notFound();
        }
        return identities.of(id).orElseThrow(Refused::notFound);
    }
}
