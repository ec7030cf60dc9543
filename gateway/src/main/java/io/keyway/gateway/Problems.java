package io.keyway.gateway;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes the gateway's own refusals, in the same form as those of the services. */
public final class Problems {

    private static final JsonMapper JSON = ContractJson.mapper();

    private Problems() {}

    /**
     * The part of the request that is at fault.
     *
     * @param field name of the parameter or header
     * @param message what it must be
     */
    public record InvalidField(String field, String message) {}

    public static void write(HttpServletResponse response, ProblemCode code) throws IOException {
        write(response, code, body(code));
    }

    /** Refuses the request as invalid (400), naming the parameter or header at fault. */
    public static void write(HttpServletResponse response, InvalidField mistake)
            throws IOException {
        Map<String, Object> body = body(ProblemCode.INVALID_REQUEST);
        body.put("invalidFields", List.of(mistake));
        write(response, ProblemCode.INVALID_REQUEST, body);
    }

    private static void write(
            HttpServletResponse response, ProblemCode code, Map<String, Object> body)
            throws IOException {
        response.setStatus(code.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (code.status() == 429 || code.status() == 503) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        JSON.writeValue(response.getOutputStream(), body);
    }

    /** The code that replaces an error with this status that is not problem+json. */
    public static ProblemCode codeOf(int status) {
        return switch (status) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 408 -> ProblemCode.REQUEST_TIMEOUT;
            case 409 -> ProblemCode.CONFLICT;
            case 413 -> ProblemCode.BODY_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemCode.TOO_MANY_REQUESTS;
            case 502, 503, 504 -> ProblemCode.UNAVAILABLE;
            case 501, 505 -> ProblemCode.INVALID_REQUEST; // HTTP features that are not supported.
            default -> status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL;
        };
    }

    public static Map<String, Object> body(ProblemCode code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code.code());
        body.put("title", code.title());
        body.put("status", code.status());
        return body;
    }
}
