package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.kit.KitProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the number of requests processed at once, the bytes of each body, and what is in it. Reads
 * the body before it takes a slot, so that a slow client takes no slot from others.
 */
final class RequestBodyFilter extends OncePerRequestFilter {

    /** Limits of a body, for one call or for all others. */
    private record Bounds(int bytesMax, BodyCheck check) {}

    private final Bounds usual;
    private final Bounds large;
    private final String largePath;
    private final Duration wait;
    private final RequestSlots slots;
    private final RequestSlots largeSlots;
    private final ProblemWriter problems;

    RequestBodyFilter(KitProperties.Http settings, RequestSlots slots, ProblemWriter problems) {
        this.usual =
                new Bounds(
                        Math.toIntExact(settings.bodyBytesMax().toBytes()),
                        new BodyCheck(settings, settings.listMax(), settings.valuesMax()));
        KitProperties.Large more = settings.large();
        this.large =
                new Bounds(
                        Math.toIntExact(more.bytesMax().toBytes()),
                        new BodyCheck(settings, more.listMax(), more.valuesMax()));
        this.largePath = more.path();
        this.wait = settings.requestsWait();
        this.slots = slots;
        this.largeSlots = new RequestSlots(more.atOnceMax());
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean mayBeLarge =
                request.getMethod().equals("POST") && request.getRequestURI().equals(largePath);
        Bounds bounds = mayBeLarge ? large : usual;
        long length = request.getContentLengthLong();
        if (length > bounds.bytesMax()) {
            problems.write(response, ProblemCode.BODY_TOO_LARGE);
            return;
        }
        if (!mayBeLarge || (length >= 0 && length <= usual.bytesMax())) {
            read(request, response, chain, bounds);
            return;
        }
        // Few at once, from the first byte on: they need most of the memory.
        if (!largeSlots.enter(wait)) {
            problems.write(response, ProblemCode.UNAVAILABLE);
            return;
        }
        try {
            read(request, response, chain, bounds);
        } finally {
            largeSlots.leave();
        }
    }

    private void read(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            Bounds bounds)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(bounds.bytesMax() + 1);
        if (body.length > bounds.bytesMax()) {
            problems.write(response, ProblemCode.BODY_TOO_LARGE);
            return;
        }
        if (!slots.enter(wait)) {
            problems.write(response, ProblemCode.UNAVAILABLE);
            return;
        }
        try {
            Optional<Problem> mistake =
                    isJson(request) && body.length > 0
                            ? bounds.check().mistake(body)
                            : Optional.empty();
            if (mistake.isPresent()) {
                problems.write(response, mistake.get());
            } else {
                chain.doFilter(new BufferedRequest(request, body), response);
            }
        } finally {
            slots.leave();
        }
    }

    /** Bodies of other media types are not parsed here. */
    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** The request with its body in memory. */
    static final class BufferedRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        BufferedRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        byte[] body() {
            return body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    return in.read(buffer, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("the body is in memory: read it");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
