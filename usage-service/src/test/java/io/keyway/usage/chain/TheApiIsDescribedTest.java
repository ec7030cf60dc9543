package io.keyway.usage.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

@KeywayTest
class TheApiIsDescribedTest {

    @Autowired private Environment environment;

    @Test
    void everyRouteIsInTheDocument() {
        JsonNode document =
                new Api(environment).get(Callers.operator(), "/internal/openapi").json();

        assertThat(document.path("paths").properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "/api/v1/meters",
                        "/api/v1/meters/{id}",
                        "/api/v1/events",
                        "/api/v1/rejected-events",
                        "/api/v1/usage",
                        "/api/v1/balances",
                        "/api/v1/ratings/preview",
                        "/api/v1/statements",
                        "/api/v1/partners/overview",
                        "/api/v1/statements/{id}",
                        "/api/v1/statements/{id}.csv",
                        "/api/v1/statements/close");
    }
}
