package io.keyway.gateway.access;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.limits.CallLimits;
import io.keyway.gateway.routes.RouteMatcher;
import io.keyway.gateway.routes.Service;
import io.keyway.gateway.session.BrowserSession;
import jakarta.servlet.Filter;
import java.time.Clock;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Authentication and authorization of every request. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * Client for internal calls to partner-service, with assertions of the role {@code gateway}.
     */
    @Bean
    RestClient partnerService(
            GatewayProperties settings, Assertions assertions, CloseableHttpClient upstreamClient) {
        HttpComponentsClientHttpRequestFactory questions =
                new HttpComponentsClientHttpRequestFactory(upstreamClient);
        questions.setReadTimeout(settings.view().askTimeout());
        return RestClient.builder()
                .baseUrl(Service.PARTNER_SERVICE.uri(settings.services()))
                .requestFactory(questions)
                .defaultRequest(
                        request ->
                                request.header(
                                        ScopeAssertion.HEADER,
                                        assertions.of(Caller.gateway(), Service.PARTNER_SERVICE)))
                .build();
    }

    @Bean
    AccessView view(GatewayProperties settings) {
        return new AccessView(settings.view().identitiesMax());
    }

    @Bean
    FilterRegistrationBean<Filter> access(
            Authenticate authenticate,
            BrowserSession browserSession,
            CallLimits limits,
            GatewayProperties settings) {
        FilterRegistrationBean<Filter> registration =
                new FilterRegistrationBean<>(
                        new AccessFilter(
                                new RouteMatcher(),
                                authenticate,
                                browserSession,
                                limits,
                                settings));
        registration.addUrlPatterns("/*");
        registration.setOrder(1);
        return registration;
    }
}
