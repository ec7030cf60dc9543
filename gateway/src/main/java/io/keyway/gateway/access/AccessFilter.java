package io.keyway.gateway.access;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.Problems;
import io.keyway.gateway.edge.QueryCheck;
import io.keyway.gateway.limits.CallLimits;
import io.keyway.gateway.routes.AccessQuestions;
import io.keyway.gateway.routes.Route;
import io.keyway.gateway.routes.RouteMatcher;
import io.keyway.gateway.routes.Routes;
import io.keyway.gateway.session.BrowserSession;
import io.keyway.gateway.session.Site;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request pass only if its path is a known route, its credential is valid, and its caller
 * may make the call. All other requests are answered here.
 */
public final class AccessFilter extends OncePerRequestFilter {

    /** Request attributes for the proxy: the route, the caller, and the session's token. */
    public static final String ROUTE = AccessFilter.class.getName() + ".route";

    public static final String CALLER = AccessFilter.class.getName() + ".caller";
    public static final String SESSION = AccessFilter.class.getName() + ".session";

    public static final String API_DOCUMENT = "/api/v1/openapi.json";

    /** Request attribute for the proxy: the license key of a product that reports or asks. */
    public static final String LICENSE_KEY = AccessFilter.class.getName() + ".licenseKey";

    private static final String BEARER = "Bearer ";
    private static final String LICENSE = LicenseKey.SCHEME + " ";

    /** All that an account may call while its password was set by somebody else. */
    private static final Set<String> BEFORE_PASSWORD_CHANGE =
            Set.of("/api/v1/me", "/api/v1/me/password", "/api/v1/tokens/current", Routes.SESSION);

    private final RouteMatcher routes;
    private final Authenticate authenticate;
    private final BrowserSession browserSession;
    private final String host;
    private final QueryCheck queries;
    private final CallLimits limits;

    public AccessFilter(
            RouteMatcher routes,
            Authenticate authenticate,
            BrowserSession browserSession,
            CallLimits limits,
            GatewayProperties settings) {
        this.routes = routes;
        this.authenticate = authenticate;
        this.browserSession = browserSession;
        this.limits = limits;
        this.host = settings.host();
        this.queries = new QueryCheck(settings.clients().parametersMax());
    }

    /**
     * The portal's files and the API document are public; no other path outside these two reaches
     * anything.
     */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals(API_DOCUMENT)
                || !(path.startsWith("/api/") || path.startsWith("/.well-known/"));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Optional<Problems.InvalidField> mistake = queries.mistake(request.getQueryString());
        if (mistake.isPresent()) {
            Problems.write(response, mistake.get());
            return;
        }
        switch (routes.match(HttpMethod.valueOf(request.getMethod()), request.getRequestURI())) {
            case RouteMatcher.Match.Nothing nothing ->
                    Problems.write(response, ProblemCode.NOT_FOUND);
            case RouteMatcher.Match.OtherMethod other -> {
                response.setHeader(
                        HttpHeaders.ALLOW,
                        other.allowed().stream()
                                .map(HttpMethod::name)
                                .sorted()
                                .collect(Collectors.joining(", ")));
                Problems.write(response, ProblemCode.METHOD_NOT_ALLOWED);
            }
            case RouteMatcher.Match.Found(Route route) -> enter(route, request, response, chain);
        }
    }

    private void enter(
            Route route,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        Caller.Origin origin;
        switch (Site.of(request.getHeader(HttpHeaders.HOST), host)) {
            case Site.Invalid invalid -> {
                Problems.write(response, ProblemCode.UNKNOWN_LOGIN_DOMAIN);
                return;
            }
            case Site.Main main -> origin = new Caller.Origin(request.getRemoteAddr(), null);
            case Site.LoginDomain(String name) ->
                    origin = new Caller.Origin(request.getRemoteAddr(), name);
        }
        if (route.isPublic()) {
            if (route.path().equals(Routes.SESSION) && !browserSession.isSameOrigin(request)) {
                Problems.write(response, ProblemCode.CSRF_FAILED);
                return;
            }
            passUnknown(route, origin, request, response, chain);
            return;
        }
        Optional<String> licenseKey = credential(request, LICENSE);
        if (licenseKey.isPresent() && Routes.WITH_LICENSE_KEY.contains(route.path())) {
            request.setAttribute(LICENSE_KEY, licenseKey.get());
            passUnknown(route, origin, request, response, chain);
            return;
        }
        Optional<String> shown = bearer(request);
        if (shown.isEmpty()) {
            shown = browserSession.tokenOf(request);
            if (shown.isPresent()) {
                if (!browserSession.isFromOwnPage(request, shown.get())) {
                    Problems.write(response, ProblemCode.CSRF_FAILED);
                    return;
                }
                request.setAttribute(SESSION, shown.get());
            }
        }
        switch (shown.map(authenticate::authenticate)
                .orElseGet(Authenticate.Outcome.Refused::new)) {
            case Authenticate.Outcome.Refused refused -> {
                if (!limits.admits(origin.address(), response)) {
                    Problems.write(response, ProblemCode.TOO_MANY_REQUESTS);
                    return;
                }
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                Problems.write(response, ProblemCode.UNAUTHENTICATED);
            }
            case Authenticate.Outcome.Undecided undecided ->
                    Problems.write(response, ProblemCode.UNAVAILABLE);
            case Authenticate.Outcome.Authenticated(var allowed) -> {
                if (allowed.mustChangePassword()
                        && !BEFORE_PASSWORD_CHANGE.contains(route.path())) {
                    Problems.write(response, ProblemCode.PASSWORD_CHANGE_REQUIRED);
                } else if (!route.lets(allowed.caller())) {
                    Problems.write(response, ProblemCode.FORBIDDEN);
                } else {
                    passKnown(route, allowed.caller().from(origin), request, response, chain);
                }
            }
        }
    }

    /**
     * A call for which nobody needs to be known, or with a license key, which its service checks.
     */
    private void passUnknown(
            Route route,
            Caller.Origin origin,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        if (limits.admits(origin.address(), response)) {
            pass(route, Caller.anonymous().from(origin), request, response, chain);
        } else {
            Problems.write(response, ProblemCode.TOO_MANY_REQUESTS);
        }
    }

    private void passKnown(
            Route route,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        Optional<CallLimits.Place> admitted = limits.admit(caller, response);
        if (admitted.isEmpty()) {
            Problems.write(response, ProblemCode.TOO_MANY_REQUESTS);
            return;
        }
        try (CallLimits.Place place = admitted.get()) {
            pass(route, caller, request, response, chain);
        }
    }

    private static void pass(
            Route route,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(
                ROUTE,
                route.path().equals(Routes.ACCESS_CHECK)
                        ? route.answeredBy(AccessQuestions.answeredBy(request.getQueryString()))
                        : route);
        request.setAttribute(CALLER, caller);
        chain.doFilter(request, response);
    }

    /** A non-Bearer Authorization header disables the cookie. */
    private static Optional<String> bearer(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? Optional.empty()
                : credential(request, BEARER).or(() -> Optional.of(""));
    }

    /** What follows the scheme, which ends with a space. */
    private static Optional<String> credential(HttpServletRequest request, String scheme) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
    }
}
