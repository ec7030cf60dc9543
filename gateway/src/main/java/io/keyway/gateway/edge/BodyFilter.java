package io.keyway.gateway.edge;

import io.keyway.contracts.ProblemCode;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.concurrent.Semaphore;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the whole body before a service is called. Refuses a body that is too long, arrives too
 * slowly, or has another charset than UTF-8.
 */
final class BodyFilter extends OncePerRequestFilter {

    private static final int CHUNK = 8192;

    /** The one call whose body has thousands of rows. */
    private static final String BATCHES = "/api/v1/license-batches";

    private final int usualBytesMax;
    private final int largeBytesMax;
    private final Semaphore largePlaces;
    private final long nanosMax;

    BodyFilter(GatewayProperties settings) {
        this.usualBytesMax = Math.toIntExact(settings.bodyBytesMax().toBytes());
        this.largeBytesMax = Math.toIntExact(settings.largeBodies().bytesMax().toBytes());
        this.largePlaces = new Semaphore(settings.largeBodies().atOnceMax());
        this.nanosMax = settings.clients().bodyWithin().toNanos();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean mayBeLarge =
                request.getMethod().equals("POST") && request.getRequestURI().equals(BATCHES);
        int bytesMax = mayBeLarge ? largeBytesMax : usualBytesMax;
        long length = request.getContentLengthLong();
        if (length > bytesMax) {
            Problems.write(response, ProblemCode.BODY_TOO_LARGE);
            return;
        }
        if (!mayBeLarge || (length >= 0 && length <= usualBytesMax)) {
            pass(request, response, chain, bytesMax);
            return;
        }
        // Few at once: they need most of the memory.
        if (!largePlaces.tryAcquire()) {
            Problems.write(response, ProblemCode.UNAVAILABLE);
            return;
        }
        try {
            pass(request, response, chain, bytesMax);
        } finally {
            largePlaces.release();
        }
    }

    private void pass(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            int bytesMax)
            throws ServletException, IOException {
        if (!isText(request.getContentType())) {
            Problems.write(response, ProblemCode.UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        byte[] body;
        try {
            body = read(request.getInputStream(), bytesMax);
        } catch (SocketTimeoutException slow) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            Problems.write(response, ProblemCode.REQUEST_TIMEOUT);
            response.flushBuffer();
            // Otherwise the container would wait for the rest.
            throw new CloseNowException(slow.getMessage(), slow);
        }
        if (body.length > bytesMax) {
            Problems.write(response, ProblemCode.BODY_TOO_LARGE);
            return;
        }
        chain.doFilter(new Buffered(request, body), response);
    }

    /** Reads at most one byte more than allowed. */
    private byte[] read(ServletInputStream in, int bytesMax) throws IOException {
        long begun = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (body.size() <= bytesMax) {
            int read = in.read(chunk, 0, Math.min(CHUNK, bytesMax + 1 - body.size()));
            if (read < 0) {
                break;
            }
            body.write(chunk, 0, read);
            if (System.nanoTime() - begun > nanosMax) {
                throw new SocketTimeoutException("the body trickles in");
            }
        }
        return body.toByteArray();
    }

    /** A missing type is accepted: the request may have no body. */
    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            Charset charset = type.getCharset();
            return type.isConcrete()
                    && !type.getType().equals("multipart")
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException | UnsupportedCharsetException none) {
            return false;
        }
    }

    private static final class Buffered extends HttpServletRequestWrapper {

        private final byte[] body;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
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
    }
}
