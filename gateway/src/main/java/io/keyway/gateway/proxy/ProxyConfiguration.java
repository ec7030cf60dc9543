package io.keyway.gateway.proxy;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.keyway.contracts.Deadline;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.LicenseKey;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.Problems;
import io.keyway.gateway.access.AccessFilter;
import io.keyway.gateway.access.Assertions;
import io.keyway.gateway.routes.Route;
import io.keyway.gateway.routes.Routes;
import io.keyway.gateway.session.BrowserSession;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Passes requests that {@link AccessFilter} let through to their service. */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyConfiguration.class);

    /**
     * The only request headers that are passed on. All others are dropped, among them headers in
     * which a client claims an identity.
     */
    private static final Set<String> PASSED_ON =
            Set.of(
                    "accept",
                    "accept-language",
                    // The attributes of an event in CloudEvents' binary mode.
                    "ce-dataschema",
                    "ce-id",
                    "ce-source",
                    "ce-specversion",
                    "ce-subject",
                    "ce-time",
                    "ce-type",
                    "content-type",
                    "content-length",
                    "idempotency-key",
                    "if-match",
                    "if-none-match",
                    "traceparent",
                    "tracestate");

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RequestHttpHeadersFilter onlyKnownHeaders(Assertions assertions, GatewayProperties settings) {
        String within = String.valueOf(settings.upstream().readTimeout().toMillis());
        return (headers, request) -> {
            HttpHeaders passed = new HttpHeaders();
            headers.forEach(
                    (name, values) -> {
                        if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                            passed.put(name, values);
                        }
                    });
            passed.set(
                    ScopeAssertion.HEADER,
                    assertions.of(callerOf(request), routeOf(request).service()));
            passed.set(Deadline.HEADER, within);
            request.attribute(AccessFilter.LICENSE_KEY)
                    .ifPresent(key -> passed.set(LicenseKey.HEADER, (String) key));
            return passed;
        };
    }

    @Bean
    RouterFunction<ServerResponse> proxy(
            GatewayProperties settings,
            CircuitBreakerRegistry breakers,
            BrowserSession browserSession) {
        HandlerFunction<ServerResponse> http = http();
        HandlerFunction<ServerResponse> withCookie =
                request ->
                        withoutForeignErrors(
                                withCookie(browserSession, request, http.handle(request)));
        return route("api")
                .route(
                        request -> request.attribute(AccessFilter.ROUTE).isPresent(),
                        request -> {
                            CircuitBreaker breaker =
                                    breakers.circuitBreaker(
                                            routeOf(request).service().serviceName());
                            return guarded(breaker, withCookie, request);
                        })
                .before(
                        request ->
                                uri(routeOf(request).service().uri(settings.services()))
                                        .apply(request))
                .build();
    }

    /** Replaces an error that is not problem+json: it was written by the service's container. */
    private static ServerResponse withoutForeignErrors(ServerResponse response) {
        int status = response.statusCode().value();
        MediaType type = response.headers().getContentType();
        boolean ours =
                type != null && type.equalsTypeAndSubtype(MediaType.APPLICATION_PROBLEM_JSON);
        return status < 400 || ours ? response : problem(Problems.codeOf(status));
    }

    static ServerResponse problem(ProblemCode code) {
        ServerResponse.BodyBuilder answer =
                ServerResponse.status(code.status())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (code.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(Problems.body(code));
    }

    /**
     * Turns the session's token, which partner-service answers in a header, into the browser's
     * cookie.
     */
    private static ServerResponse withCookie(
            BrowserSession browserSession, ServerRequest request, ServerResponse response) {
        HttpHeaders headers = response.headers();
        String opened = headers.getFirst(CredentialToken.SESSION_HEADER);
        headers.remove(CredentialToken.SESSION_HEADER);
        headers.remove(HttpHeaders.SET_COOKIE);
        if (!routeOf(request).path().equals(Routes.SESSION)
                || !response.statusCode().is2xxSuccessful()) {
            return response;
        }
        if (request.method() == HttpMethod.DELETE) {
            headers.set(HttpHeaders.SET_COOKIE, browserSession.noCookie());
        } else if (opened != null) {
            headers.set(HttpHeaders.SET_COOKIE, browserSession.cookie(opened));
            headers.set(BrowserSession.CSRF_HEADER, browserSession.csrf(opened));
        } else {
            request.attribute(AccessFilter.SESSION)
                    .ifPresent(
                            token ->
                                    headers.set(
                                            BrowserSession.CSRF_HEADER,
                                            browserSession.csrf((String) token)));
        }
        return response;
    }

    /**
     * Calls the service behind its circuit breaker. A service that cannot be reached is answered
     * with 503; only that counts as a failure, not an error that the service answers.
     */
    private static ServerResponse guarded(
            CircuitBreaker breaker, HandlerFunction<ServerResponse> http, ServerRequest request)
            throws Exception {
        try {
            return new WholeAnswer(breaker.executeCallable(() -> http.handle(request)));
        } catch (ResourceAccessException | IOException | CallNotPermittedException away) {
            LOG.warn("{} cannot be reached: {}", breaker.getName(), away.toString());
            return problem(ProblemCode.UNAVAILABLE);
        }
    }

    private static Route routeOf(ServerRequest request) {
        return (Route) request.attribute(AccessFilter.ROUTE).orElseThrow();
    }

    private static Caller callerOf(ServerRequest request) {
        return (Caller) request.attribute(AccessFilter.CALLER).orElseThrow();
    }
}
