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
 * A session's token lives in a cookie. The browser sends it whatever page makes the request, so a
 * request that changes something must also show what only our own pages can know: a value derived
 * from the token, and their origin.
 */
@Component
public class BrowserSession {

    /** {@code __Host-}: the browser takes it only from this very host, over TLS or on localhost. */
    public static final String COOKIE = "__Host-keyway";

    /** Given with an answer about the session; shown with every request that changes something. */
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

    /** The token in the request's cookie. Two such cookies are none: one of them is smuggled in. */
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

    /** Whether a request that carries the cookie may be carried out. */
    public boolean isFromOwnPage(HttpServletRequest request, String token) {
        return SAFE_METHODS.contains(request.getMethod())
                || (isSameOrigin(request) && showsCsrf(request, token));
    }

    /** A sign-in is refused from foreign pages too: nobody is signed in as somebody else. */
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

    /** Plain http only where no network is crossed. */
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

    private boolean showsCsrf(HttpServletRequest request, String token) {
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
