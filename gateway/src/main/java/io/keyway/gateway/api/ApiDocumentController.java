package io.keyway.gateway.api;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.Problems;
import io.keyway.gateway.access.AccessFilter;
import io.keyway.gateway.access.Assertions;
import io.keyway.gateway.routes.Service;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API document, put together when it is first asked for: the services' parts do not change
 * while they run.
 */
@RestController
class ApiDocumentController {

    private static final Logger LOG = LoggerFactory.getLogger(ApiDocumentController.class);

    private final GatewayProperties settings;
    private final Assertions assertions;
    private final RestClient http;
    private volatile @Nullable JsonNode document;

    ApiDocumentController(
            GatewayProperties settings,
            Assertions assertions,
            JdkClientHttpRequestFactory upstreams) {
        this.settings = settings;
        this.assertions = assertions;
        this.http = RestClient.builder().requestFactory(upstreams).build();
    }

    @GetMapping(AccessFilter.API_DOCUMENT)
    ResponseEntity<Object> document() {
        JsonNode known = document;
        if (known == null) {
            try {
                known = read();
                document = known;
            } catch (RestClientException away) {
                LOG.warn("a service's part of the API document is missing: {}", away.getMessage());
                return ResponseEntity.status(ProblemCode.UNAVAILABLE.status())
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(Problems.body(ProblemCode.UNAVAILABLE));
            }
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(known);
    }

    private JsonNode read() {
        Map<Service, JsonNode> parts = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            String part =
                    http.get()
                            .uri(service.uri(settings.services()).resolve("/internal/openapi"))
                            .header(ScopeAssertion.HEADER, assertions.of(Caller.gateway(), service))
                            .retrieve()
                            .body(String.class);
            parts.put(service, JsonMapper.shared().readTree(Objects.requireNonNull(part)));
        }
        return ApiDocument.of(parts);
    }
}
