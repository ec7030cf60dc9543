package io.keyway.gateway.session;

import io.keyway.gateway.GatewayProperties;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * A browser's session: its token is in a cookie, which the browser sends with requests from any
 * page. So a request that changes something must also prove that it comes from the portal's own
 * pages: it carries a value derived from the token, and the portal's origin.
 */
@Component
public class BrowserSession {

    /**
     * The prefix {@code __Host-} makes the browser accept the cookie only from this exact host,
     * over TLS or on localhost.
     */
    public static final String COOKIE = "__Host-keyway";

    /**
     * Answered with the session; required on every request with the cookie that changes something.
     */
    public static final String CSRF_HEADER = "Keyway-CSRF";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final SecretKeySpec csrfKey;
    private final GatewayProperties settings;

    BrowserSession(GatewayProperties settings) {
        this.settings = settings;
        this.csrfKey =
                new SecretKeySpec(
                        mac(new SecretKeySpec(settings.masterKey(), "HmacSHA256"), "keyway-csrf"),
                        "HmacSHA256");
    }

    /**
     * The token in the request's cookie. A request with two such cookies counts as having none,
     * because one of them may have been set by another site.
     */
    public Optional<String> tokenOf(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        String[] tokens =
                Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .toArray(String[]::new);
        return tokens.length == 1 ? Optional.of(tokens[0]) : Optional.empty();
    }

    /** Whether a request with the cookie comes from the portal's own pages. */
    public boolean isFromOwnPage(HttpServletRequest request, String token) {
        return SAFE_METHODS.contains(request.getMethod())
                || (isSameOrigin(request) && hasCsrfToken(request, token));
    }

    /**
     * Whether the request comes from the portal's own origin. Required for signing in too:
     * otherwise another site could sign a visitor in to a foreign account.
     */
    public boolean isSameOrigin(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        }
        return origins(request.getHeader(HttpHeaders.HOST)).anyMatch(origin::equals);
    }

    public String csrf(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(csrfKey, token));
    }

    public String cookie(String token) {
        return with(token).maxAge(settings.session().cookieMaxAge()).build().toString();
    }

    public String noCookie() {
        return with("").maxAge(0).build().toString();
    }

    private static ResponseCookie.ResponseCookieBuilder with(String value) {
        return ResponseCookie.from(COOKIE, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Strict");
    }

    /** The origins of the host; plain http only for localhost, where no network is crossed. */
    private static Stream<String> origins(@Nullable String host) {
        if (host == null) {
            return Stream.empty();
        }
        String name;
        try {
            name = String.valueOf(URI.create("http://" + host).getHost());
        } catch (IllegalArgumentException noHost) {
            return Stream.empty();
        }
        boolean local =
                name.equals("localhost")
                        || name.endsWith(".localhost")
                        || name.equals("127.0.0.1")
                        || name.equals("[::1]");
        return local
                ? Stream.of("https://" + host, "http://" + host)
                : Stream.of("https://" + host);
    }

    private boolean hasCsrfToken(HttpServletRequest request, String token) {
        String shown = request.getHeader(CSRF_HEADER);
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8),
                        csrf(token).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
