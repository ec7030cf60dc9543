package io.keyway.gateway.access;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.contracts.id.CredentialId;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.routes.Service;
import java.util.Optional;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** The truth behind the view, asked over HTTP. */
@Component
class AskPartnerService {

    private final RestClient http;
    private final Assertions assertions;
    private final JsonMapper json = ContractJson.mapper();

    AskPartnerService(
            GatewayProperties settings,
            Assertions assertions,
            JdkClientHttpRequestFactory upstreams) {
        this.http =
                RestClient.builder()
                        .baseUrl(Service.PARTNER_SERVICE.uri(settings.services()))
                        .requestFactory(upstreams)
                        .build();
        this.assertions = assertions;
    }

    Optional<Identity> identity(CredentialId id) {
        try {
            String body =
                    http.get()
                            .uri("/internal/identities/{id}", id.value())
                            .header(
                                    ScopeAssertion.HEADER,
                                    assertions.of(Caller.gateway(), Service.PARTNER_SERVICE))
                            .retrieve()
                            .body(String.class);
            return Optional.ofNullable(body).map(text -> json.readValue(text, Identity.class));
        } catch (HttpClientErrorException.NotFound unknown) {
            return Optional.empty();
        }
    }
}
