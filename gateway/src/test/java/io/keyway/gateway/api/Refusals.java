package io.keyway.gateway.api;

import io.keyway.contracts.ProblemCode;
import io.keyway.gateway.routes.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The refusals of an operation, by status: those that every call of its form may meet, and those
 * that its description names in backticks.
 */
final class Refusals {

    private static final Pattern NAMED = Pattern.compile("`([a-z_]+)`");
    private static final String PROBLEM = "application/problem+json";

    private Refusals() {}

    /** Adds a response for each status, and one for failures of the system. */
    static void describe(Route route, ObjectNode operation) {
        ObjectNode responses = operation.withObject("/responses");
        TreeMap<Integer, List<ProblemCode>> byStatus =
                codes(route, operation).stream()
                        .collect(
                                Collectors.groupingBy(
                                        ProblemCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach(
                (status, codes) ->
                        problem(
                                responses,
                                String.valueOf(status),
                                codes.stream()
                                        .map(code -> "`" + code.code() + "`")
                                        .collect(Collectors.joining(", "))));
        problem(
                responses,
                "default",
                "Any other problem: `internal` (500), or `unavailable` (503, with Retry-After:"
                        + " nothing was done)");
    }

    private static Set<ProblemCode> codes(Route route, ObjectNode operation) {
        EnumSet<ProblemCode> codes = EnumSet.of(ProblemCode.TOO_MANY_REQUESTS);
        if (route.access() instanceof Route.Access.Of) {
            codes.addAll(
                    List.of(
                            ProblemCode.UNAUTHENTICATED,
                            ProblemCode.FORBIDDEN,
                            ProblemCode.PASSWORD_CHANGE_REQUIRED));
        }
        for (JsonNode parameter : operation.path("parameters")) {
            codes.add(ProblemCode.INVALID_REQUEST);
            switch (parameter.path("name").asString()) {
                case "cursor" -> codes.add(ProblemCode.INVALID_CURSOR);
                case "If-Match" -> codes.add(ProblemCode.VERSION_MISMATCH);
                case "Idempotency-Key" ->
                        codes.addAll(
                                List.of(
                                        ProblemCode.REQUEST_IN_PROGRESS,
                                        ProblemCode.IDEMPOTENCY_KEY_REUSED));
                default -> {
                    if (parameter.path("in").asString().equals("path")) {
                        codes.add(ProblemCode.NOT_FOUND);
                    }
                }
            }
        }
        if (operation.has("requestBody")) {
            codes.addAll(
                    List.of(
                            ProblemCode.INVALID_REQUEST,
                            ProblemCode.MALFORMED_JSON,
                            ProblemCode.BODY_TOO_LARGE,
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE));
        }
        Set<String> named =
                NAMED.matcher(operation.path("description").asString(""))
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
        for (ProblemCode code : ProblemCode.values()) {
            if (named.contains(code.code())) {
                codes.add(code);
            }
        }
        return codes;
    }

    private static void problem(ObjectNode responses, String status, String description) {
        responses
                .putObject(status)
                .put("description", description)
                .putObject("content")
                .putObject(PROBLEM)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }
}
