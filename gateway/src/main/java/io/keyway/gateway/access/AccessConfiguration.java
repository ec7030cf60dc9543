package io.keyway.gateway.access;

import io.keyway.gateway.GatewayProperties;
import io.keyway.gateway.routes.BodyLimit;
import io.keyway.gateway.routes.Routes;
import jakarta.servlet.Filter;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In front of everything under /api and /.well-known: first who and what, then how long. */
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
    FilterRegistrationBean<Filter> access(Authenticate authenticate) {
        return filter(new AccessFilter(new Routes(), authenticate), 1);
    }

    @Bean
    FilterRegistrationBean<Filter> bodyLimit(GatewayProperties settings) {
        return filter(new BodyLimit(settings), 2);
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/*");
        registration.setOrder(order);
        return registration;
    }
}
