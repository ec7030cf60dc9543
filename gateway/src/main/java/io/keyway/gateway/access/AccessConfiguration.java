package io.keyway.gateway.access;

import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.routes.Routes;
import io.keyway.gateway.session.BrowserSession;
import jakarta.servlet.Filter;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In front of everything: who, and what. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    AccessView view() {
        return new AccessView();
    }

    @Bean
    FilterRegistrationBean<Filter> access(
            Authenticate authenticate, BrowserSession browserSession, GatewayProperties settings) {
        FilterRegistrationBean<Filter> registration =
                new FilterRegistrationBean<>(
                        new AccessFilter(new Routes(), authenticate, browserSession, settings));
        registration.addUrlPatterns("/*");
        registration.setOrder(1);
        return registration;
    }
}
