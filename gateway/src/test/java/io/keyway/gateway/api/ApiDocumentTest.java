package io.keyway.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.gateway.routes.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path DOCUMENTS = Path.of("..", "docs", "api");
    private static final Path COMMITTED = DOCUMENTS.resolve("openapi.json");

    /** The parts are compared with the code by each service's own tests. */
    @Test
    void theCommittedDocumentIsMadeOfTheServicesParts() throws IOException {
        Map<Service, JsonNode> parts = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            Path part = DOCUMENTS.resolve("parts").resolve(service.serviceName() + ".json");
            parts.put(service, JSON.readTree(Files.readString(part)));
        }
        JsonNode examples = JSON.readTree(Files.readString(DOCUMENTS.resolve("examples.json")));
        JsonNode merged = ApiDocument.of(parts, examples);
        if (Boolean.getBoolean("keyway.api.write")) {
            Files.writeString(COMMITTED, JSON.writeValueAsString(merged));
        }
        assertThat(JSON.readTree(Files.readString(COMMITTED)))
                .as("bin/api writes it")
                .isEqualTo(merged);
    }
}
