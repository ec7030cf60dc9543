package io.keyway.kit.http;

import com.mongodb.MongoException;
import io.keyway.contracts.ProblemCode;
import io.keyway.kit.http.Problem.InvalidField;
import io.keyway.kit.store.InvalidCursorException;
import io.keyway.kit.store.ReplicaBehindException;
import jakarta.validation.ConstraintViolationException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/**
 * Turns every exception of a request into a problem with a code of {@code ProblemCode}. No class
 * name and no message of an exception reaches the client.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    /** Invalid fields named in one answer; further ones are left out. */
    static final int INVALID_FIELDS_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> refused(Refused refused) {
        return refused.problem().toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> constraints(ConstraintViolationException e) {
        return invalid(
                e.getConstraintViolations().stream()
                        .limit(INVALID_FIELDS_MAX)
                        .map(
                                violation ->
                                        new InvalidField(
                                                violation.getPropertyPath().toString(),
                                                violation.getMessage()))
                        .toList());
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(JacksonException e) {
        return JsonProblems.of(e).toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> store(MongoException e) {
        LOG.error("the store failed", e);
        return Problem.of(ProblemCode.UNAVAILABLE).toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> replicaBehind(ReplicaBehindException e) {
        return Problem.of(ProblemCode.UNAVAILABLE).toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> otherCursor(InvalidCursorException e) {
        return Problem.of(ProblemCode.INVALID_CURSOR).toResponse();
    }

    /** The request's deadline has passed: {@link DeadlineFilter} interrupted it. */
    @ExceptionHandler
    ResponseEntity<Object> interrupted(InterruptedException e) {
        return Problem.of(ProblemCode.UNAVAILABLE).toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> bug(Exception e) {
        if (Thread.currentThread().isInterrupted()) {
            return Problem.of(ProblemCode.UNAVAILABLE).toResponse();
        }
        LOG.error("a request failed", e);
        return Problem.of(ProblemCode.INTERNAL).toResponse();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(
                e.getBindingResult().getAllErrors().stream()
                        .map(
                                error ->
                                        new InvalidField(
                                                error instanceof FieldError field
                                                        ? field.getField()
                                                        : "",
                                                message(error)))
                        .toList());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(
                e.getParameterValidationResults().stream()
                        .limit(INVALID_FIELDS_MAX)
                        .flatMap(
                                result ->
                                        result.getResolvableErrors().stream()
                                                .map(
                                                        error ->
                                                                new InvalidField(
                                                                        error
                                                                                        instanceof
                                                                                        FieldError
                                                                                                field
                                                                                ? field.getField()
                                                                                : String.valueOf(
                                                                                        result.getMethodParameter()
                                                                                                .getParameterName()),
                                                                        message(error))))
                        .toList());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return (e.getCause() instanceof JacksonException json
                        ? JsonProblems.of(json)
                        : Problem.of(ProblemCode.MALFORMED_JSON, "A body is required."))
                .toResponse();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return Problem.invalid(e.getParameterName(), "is required").toResponse();
    }

    @ExceptionHandler
    ResponseEntity<Object> missingHeader(MissingRequestHeaderException e) {
        return Problem.invalid(e.getHeaderName(), "is required").toResponse();
    }

    /**
     * A malformed id in the path is 404, because no resource has it; elsewhere it is an invalid
     * field.
     */
    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e) {
        return (e.getParameter().hasParameterAnnotation(PathVariable.class)
                        ? Problem.of(ProblemCode.NOT_FOUND)
                        : Problem.invalid(e.getName(), "is not valid"))
                .toResponse();
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemCode code =
                switch (status.value()) {
                    case 404 -> ProblemCode.NOT_FOUND;
                    case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
                    case 406 -> ProblemCode.NOT_ACCEPTABLE;
                    case 413 -> ProblemCode.BODY_TOO_LARGE;
                    case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
                    case 503 -> ProblemCode.UNAVAILABLE;
                    default ->
                            status.is4xxClientError()
                                    ? ProblemCode.INVALID_REQUEST
                                    : ProblemCode.INTERNAL;
                };
        if (code == ProblemCode.INTERNAL) {
            LOG.error("a request failed", e);
        }
        ResponseEntity<Object> response = Problem.of(code).toResponse();
        HttpHeaders all = new HttpHeaders();
        all.putAll(headers);
        all.putAll(response.getHeaders());
        return new ResponseEntity<>(response.getBody(), all, response.getStatusCode());
    }

    private static ResponseEntity<Object> invalid(List<InvalidField> fields) {
        List<InvalidField> sorted =
                fields.stream()
                        .sorted(Comparator.comparing(InvalidField::field))
                        .limit(INVALID_FIELDS_MAX)
                        .toList();
        return new Problem(ProblemCode.INVALID_REQUEST, null, sorted).toResponse();
    }

    private static String message(MessageSourceResolvable error) {
        return error.getDefaultMessage() == null ? "is not valid" : error.getDefaultMessage();
    }
}
