package io.keyway.gateway.edge;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** The security headers of every answer. */
final class SecurityHeaders {

    /** Scripts, styles and everything else only from this origin; no inline code. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ALL =
            Map.of(
                    "Content-Security-Policy", CONTENT_SECURITY_POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
                    // Browsers ignore it on http.
                    "Strict-Transport-Security", "max-age=31536000");

    private SecurityHeaders() {}

    static void on(HttpServletResponse response) {
        ALL.forEach(response::setHeader);
    }
}
