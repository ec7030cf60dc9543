package io.keyway.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The service's part of the API document, as its code and Javadoc describe it. It is committed;
 * with the system property {@value #WRITE} it is written instead of compared ({@code bin/api}).
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
        ObjectNode described =
                new Api(environment).get(Callers.operator(), "/internal/openapi").json().asObject();
        described.remove("servers"); // The address of this test.
        plain(described);
        Path committed =
                PARTS.resolve(environment.getRequiredProperty("keyway.kit.service") + ".json");
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(PARTS);
            Files.writeString(committed, JSON.writeValueAsString(described));
        }
        assertThat(JSON.readTree(Files.readString(committed)))
                .as("bin/api writes %s", committed)
                .isEqualTo(described);
    }

    /** Javadoc comes as HTML with the line breaks of its source; the document is Markdown. */
    private static void plain(JsonNode node) {
        node.forEach(ApiPart::plain);
        if (node instanceof ObjectNode object) {
            for (String text : List.of("summary", "description")) {
                if (object.get(text) instanceof StringNode html) {
                    object.put(text, markdown(html.stringValue()));
                }
            }
            withoutSummary(object);
        }
    }

    /** Javadoc's first sentence is the summary: the description goes on after it. */
    private static void withoutSummary(ObjectNode operation) {
        if (!(operation.get("summary") instanceof StringNode sentence)) {
            return;
        }
        String summary = sentence.stringValue().replaceAll("\\.$", "");
        String text = operation.path("description").asString("");
        String rest = text.startsWith(summary) ? text.substring(summary.length()) : text;
        operation.put("summary", summary);
        operation.put("description", rest.replaceAll("^[.\\s]+", ""));
        if (operation.path("description").asString().isEmpty()) {
            operation.remove("description");
        }
    }

    private static String markdown(String html) {
        return html.replaceAll("<code>\\s*|\\s*</code>", "`")
                .replaceAll("\\s+", " ")
                .replaceAll(" ?<p> ?", "\n\n")
                .strip();
    }
}
