package io.keyway.gateway.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routes a question to {@code GET /access-check} to the service that decides the action, by the
 * parameters of the question.
 */
public final class AccessQuestions {

    private AccessQuestions() {}

    /**
     * The service that answers.
     *
     * @param query as in the request line
     */
    public static Service answeredBy(@Nullable String query) {
        String action = first(query, "action").orElse("");
        String resource = first(query, "resource").orElse("");
        if (action.equals("issue") || resource.startsWith("lic_")) {
            return Service.LICENSE_SERVICE;
        }
        return action.equals("order") || resource.startsWith("ord_")
                ? Service.ORDER_SERVICE
                : Service.PARTNER_SERVICE;
    }

    /**
     * The first value of the parameter; empty if it cannot be read. The service that gets the
     * question then says what is wrong.
     */
    private static Optional<String> first(@Nullable String query, String name) {
        for (String parameter : (query == null ? "" : query).split("&")) {
            String[] parts = parameter.split("=", 2);
            try {
                if (parts.length == 2 && decoded(parts[0]).equals(name)) {
                    return Optional.of(decoded(parts[1]));
                }
            } catch (IllegalArgumentException notEncoded) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
