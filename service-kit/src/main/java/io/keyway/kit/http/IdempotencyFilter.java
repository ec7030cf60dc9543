package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Sha256;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.Id;
import io.keyway.kit.http.RequestBodyFilter.BufferedRequest;
import io.keyway.kit.scope.ScopeFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Makes a POST with an Idempotency-Key safe to repeat. The first success is kept, and replayed to
 * the same caller for the same request (method, path, query and body). A refusal is not kept: it
 * changed nothing, and the request may be tried again. When the process dies in between, or the
 * answer was a 5xx, the repetition gets the same {@link NewId}, and so finds what was created
 * before.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    static final String NEW_ID = IdempotencyFilter.class.getName() + ".newId";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdempotentRequests requests;
    private final ProblemWriter problems;

    IdempotencyFilter(IdempotentRequests requests, ProblemWriter problems) {
        this.requests = requests;
        this.problems = problems;
    }

    /**
     * Excludes calls that answer with secrets (sign-in, API keys, transfer codes), because secrets
     * are not stored; calls that only read, because they must answer the present state; and callers
     * without an identity, because they would share their keys.
     */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !request.getMethod().equals("POST")
                || request.getHeader(HEADER) == null
                || ScopeFilter.callerOf(request).actor() == null
                || path.endsWith("/validate")
                || path.endsWith("/preview")
                || path.startsWith("/api/v1/tokens")
                || path.startsWith("/api/v1/session")
                || path.startsWith("/api/v1/api-keys")
                || path.endsWith("/transfer-code");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            problems.write(
                    response, Problem.invalid(HEADER, "must be 1 to 255 visible ASCII characters"));
            return;
        }
        Caller caller = ScopeFilter.callerOf(request);
        String id = digest(caller.actor() + "\n" + key);
        String fingerprint =
                digest(
                        "%s %s?%s\n%s"
                                .formatted(
                                        request.getMethod(),
                                        request.getRequestURI(),
                                        request.getQueryString(),
                                        bodyOf(request)));
        switch (requests.begin(id, fingerprint, Id.unique())) {
            case IdempotentRequests.Begun begun -> {
                request.setAttribute(NEW_ID, begun.newId());
                run(id, request, response, chain);
            }
            case IdempotentRequests.Answered answer -> replay(answer, response);
            case IdempotentRequests.InProgress busy ->
                    problems.write(response, ProblemCode.REQUEST_IN_PROGRESS);
            case IdempotentRequests.OtherRequest other ->
                    problems.write(response, ProblemCode.IDEMPOTENCY_KEY_REUSED);
        }
    }

    private void run(
            String id, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        int status = 500;
        try {
            chain.doFilter(request, answer);
            status = answer.getStatus();
        } finally {
            if (status < 300) {
                requests.answered(
                        id,
                        status,
                        answer.getContentType(),
                        answer.getHeader(HttpHeaders.ETAG),
                        answer.getHeader(HttpHeaders.LOCATION),
                        answer.getContentAsByteArray());
            } else if (status < 500) {
                requests.forget(id);
            } else {
                requests.release(id);
            }
        }
        answer.copyBodyToResponse();
    }

    private static void replay(IdempotentRequests.Answered answer, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        if (answer.etag() != null) {
            response.setHeader(HttpHeaders.ETAG, answer.etag());
        }
        if (answer.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
        }
        response.setHeader("Idempotent-Replay", "true");
        response.getOutputStream().write(answer.body());
    }

    private static String bodyOf(HttpServletRequest request) {
        for (HttpServletRequest inner = request; ; ) {
            if (inner instanceof BufferedRequest buffered) {
                return new String(buffered.body(), StandardCharsets.UTF_8);
            }
            if (!(inner instanceof HttpServletRequestWrapper wrapper)) {
                throw new IllegalStateException("the body filter comes first");
            }
            inner = (HttpServletRequest) wrapper.getRequest();
        }
    }

    private static String digest(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
    }
}
