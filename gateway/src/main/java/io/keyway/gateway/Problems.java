package io.keyway.gateway;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's own refusals, in the form of the services'. */
public final class Problems {

    private static final JsonMapper JSON = ContractJson.mapper();

    private Problems() {}

    public static void write(HttpServletResponse response, ProblemCode code) throws IOException {
        response.setStatus(code.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (code.status() == 429 || code.status() == 503) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        JSON.writeValue(response.getOutputStream(), body(code));
    }

    public static Map<String, Object> body(ProblemCode code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code.code());
        body.put("title", code.title());
        body.put("status", code.status());
        return body;
    }
}
