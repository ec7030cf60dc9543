package io.keyway.kit.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Around all other filters: what fails in one of them, such as the store while an Idempotency-Key
 * is looked up, is answered as what fails in a controller is. Without it a store that is away for a
 * moment is a 500 in the container's own words.
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
