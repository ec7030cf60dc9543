package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A refusal as the client sees it (RFC 9457). The detail is a sentence written for clients, never
 * the message of an exception.
 *
 * @param detail what is wrong in this case; absent where the title is enough
 * @param invalidFields the fields of the request that are at fault
 * @param retryAfter when to try again; absent for the default of one second
 */
public record Problem(
        ProblemCode code,
        @Nullable String detail,
        List<InvalidField> invalidFields,
        @Nullable Duration retryAfter) {

    public Problem(ProblemCode code, @Nullable String detail, List<InvalidField> invalidFields) {
        this(code, detail, invalidFields, null);
    }

    /**
     * A field of the request that is at fault.
     *
     * @param field path in the body, or the name of a parameter: {@code lines[0].quantity}
     * @param message what it must be
     */
    public record InvalidField(String field, String message) {

        /** Longer field names that the client made up are cut. */
        private static final int FIELD_CHARS_MAX = 200;

        public InvalidField {
            field =
                    field.length() > FIELD_CHARS_MAX
                            ? field.substring(0, FIELD_CHARS_MAX) + "…"
                            : field;
        }
    }

    public static Problem of(ProblemCode code) {
        return new Problem(code, null, List.of());
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of());
    }

    public static Problem invalid(String field, String message) {
        return new Problem(
                ProblemCode.INVALID_REQUEST, null, List.of(new InvalidField(field, message)));
    }

    /**
     * A refusal (RFC 9457, {@code application/problem+json}).
     *
     * @param code stable code to match on; never renamed
     * @param title what the code means, in English
     * @param status HTTP status of the answer
     * @param detail what is wrong in this case; absent where the title is enough. It names no
     *     resource, so that missing and invisible resources get the same answer
     * @param invalidFields the fields of the request that are at fault, at most 20; absent if none
     *     is
     */
    public record Body(
            String code,
            String title,
            int status,
            @Nullable String detail,
            @Nullable List<InvalidField> invalidFields) {}

    public Body toBody() {
        return new Body(
                code.code(),
                code.title(),
                code.status(),
                detail,
                invalidFields.isEmpty() ? null : invalidFields);
    }

    public ResponseEntity<Object> toResponse() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (code.status() == 429
                || code.status() == 503
                || code == ProblemCode.REQUEST_IN_PROGRESS) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    retryAfter == null
                            ? "1"
                            : String.valueOf(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        }
        return new ResponseEntity<>(toBody(), headers, code.status());
    }
}
