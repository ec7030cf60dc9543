package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the answer to a request that reaches no controller. */
public final class ProblemWriter {

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletResponse response, ProblemCode code) throws IOException {
        write(response, Problem.of(code));
    }

    void write(HttpServletResponse response, Problem problem) throws IOException {
        ResponseEntity<Object> answer = problem.toResponse();
        response.setStatus(problem.code().status());
        answer.getHeaders()
                .forEach(
                        (name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), answer.getBody());
    }
}
