package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.AccessRule;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Carries an expected refusal from where it was decided to the client. It has no stack trace,
 * because it is not a failure.
 */
public final class Refused extends RuntimeException {

    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.code().code(), null, false, false);
        this.problem = problem;
    }

    public Refused(ProblemCode code) {
        this(Problem.of(code));
    }

    public Refused(ProblemCode code, String detail) {
        this(Problem.of(code, detail));
    }

    public Refused(AccessRule rule, String detail) {
        this(rule.refusal(), detail);
    }

    /** A 404, for resources that are missing and for those outside the caller's scope. */
    public static Refused notFound() {
        return new Refused(ProblemCode.NOT_FOUND);
    }

    /** A 400 with the field at fault, for {@code orElseThrow}. */
    public static Supplier<Refused> invalid(String field, String message) {
        return () -> new Refused(Problem.invalid(field, message));
    }

    public static Refused tooManyRequests(Duration retryAfter) {
        return new Refused(new Problem(ProblemCode.TOO_MANY_REQUESTS, null, List.of(), retryAfter));
    }

    public Problem problem() {
        return problem;
    }
}
