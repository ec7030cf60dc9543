package io.keyway.partner.apikeys;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.http.Refused;
import io.keyway.partner.accounts.Credentials;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Called by gateways, which see when API keys are used. */
@Hidden
@RestController
class UsedKeysController {

    /** When an API key was used last. */
    record UsedKey(@NotNull CredentialId credentialId, @NotNull Instant at) {}

    /** Uses of API keys, at most 1000. */
    record UsedKeys(@NotNull @Size(max = 1000) List<@NotNull @Valid UsedKey> items) {}

    private final Credentials credentials;
    private final Clock clock;

    UsedKeysController(Credentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Record when API keys were used. For gateways only; other callers get {@code not_found}. A
     * time in the future is recorded as now, so that a gateway's fast clock does not hide later
     * uses.
     */
    @PostMapping("/internal/credentials/used")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void used(Caller caller, @Valid @RequestBody UsedKeys body) {
        if (caller.role() != Role.GATEWAY) {
            throw Refused.notFound();
        }
        Instant now = clock.instant();
        for (UsedKey item : body.items()) {
            credentials.recordKeyUse(item.credentialId(), item.at().isAfter(now) ? now : item.at());
        }
    }
}
