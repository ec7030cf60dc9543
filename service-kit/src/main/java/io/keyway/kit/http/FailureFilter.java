package io.keyway.kit.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The outermost filter: answers exceptions of the other filters in the same way as exceptions of
 * controllers. Without it, a store that is away while an Idempotency-Key is looked up would be a
 * 500 in the container's own format.
 */
final class FailureFilter extends OncePerRequestFilter {

    private final HandlerExceptionResolver problems;

    FailureFilter(HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            response.reset();
            if (problems.resolveException(request, response, null, failure) == null) {
                throw failure;
            }
        }
    }
}
