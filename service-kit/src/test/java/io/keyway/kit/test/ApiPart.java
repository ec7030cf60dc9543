package io.keyway.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's part of the API document, as its code and Javadoc describe it. It is committed; with
 * the system property {@value #WRITE} it is written instead of compared ({@code bin/api}).
 */
public final class ApiPart {

    private static final String WRITE = "keyway.api.write";
    private static final Path PARTS = Path.of("..", "docs", "api", "parts");
    private static final JsonMapper JSON = JsonMapper.shared();

    private ApiPart() {}

    /**
     * @param environment of the running context
     */
    public static void requireCommitted(Environment environment) throws IOException {
        JsonNode described = new Api(environment).get(Callers.operator(), "/internal/openapi").json();
        Path committed =
                PARTS.resolve(environment.getRequiredProperty("keyway.kit.service") + ".json");
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(PARTS);
            Files.writeString(
                    committed,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(withoutPort(described))
                            + "\n");
        }
        assertThat(JSON.readTree(Files.readString(committed)))
                .as("bin/api writes %s", committed)
                .isEqualTo(withoutPort(described));
    }

    /** The address of the service is that of this test. */
    private static JsonNode withoutPort(JsonNode described) {
        return described.asObject().without("servers");
    }
}
