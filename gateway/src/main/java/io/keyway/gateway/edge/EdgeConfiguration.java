package io.keyway.gateway.edge;

import io.keyway.gateway.GatewayProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Filters and container settings that apply before anything else. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> container(
            GatewayProperties settings) {
        return tomcat -> {
            tomcat.setProtocol(SlowConnections.class.getName());
            tomcat.addConnectorCustomizers(
                    connector -> {
                        if (connector.getProtocolHandler() instanceof SlowConnections slow) {
                            slow.headWithin(settings.clients().headWithin());
                        }
                    });
            tomcat.addContextCustomizers(
                    context -> {
                        if (context.getParent() instanceof StandardHost host) {
                            host.setErrorReportValveClass(ContainerProblems.class.getName());
                        }
                    });
        };
    }

    @Bean
    FilterRegistrationBean<Filter> securityHeaders() {
        return filter(
                (request, response, chain) -> {
                    SecurityHeaders.on((HttpServletResponse) response);
                    chain.doFilter(request, response);
                },
                0);
    }

    /** Behind the filter that authorizes (order 1): bodies of refused requests are not read. */
    @Bean
    FilterRegistrationBean<Filter> bodies(GatewayProperties settings) {
        return filter(new BodyFilter(settings), 2);
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/*");
        registration.setOrder(order);
        return registration;
    }
}
