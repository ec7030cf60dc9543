package io.keyway.gateway.access;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.id.CredentialId;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Asks partner-service, the owner of the data, which identity a credential stands for. */
@Component
class AskPartnerService {

    private final RestClient partnerService;
    private final JsonMapper json = ContractJson.mapper();

    AskPartnerService(RestClient partnerService) {
        this.partnerService = partnerService;
    }

    Optional<Identity> identity(CredentialId id) {
        try {
            String body =
                    partnerService
                            .get()
                            .uri("/internal/identities/{id}", id.value())
                            .retrieve()
                            .body(String.class);
            return Optional.ofNullable(body).map(text -> json.readValue(text, Identity.class));
        } catch (HttpClientErrorException.NotFound unknown) {
            return Optional.empty();
        }
    }
}
