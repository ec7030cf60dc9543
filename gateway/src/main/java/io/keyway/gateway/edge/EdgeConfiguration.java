package io.keyway.gateway.edge;

import io.keyway.gateway.GatewayProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
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
            if (!settings.trustedProxies().isEmpty()) {
                tomcat.addEngineValves(clientBefore(settings.trustedProxies()));
            }
            tomcat.addContextCustomizers(
                    context -> {
                        if (context.getParent() instanceof StandardHost host) {
                            host.setErrorReportValveClass(ContainerProblems.class.getName());
                        }
                    });
        };
    }

    /** Takes the caller's address, and nothing else, from what the proxies have forwarded. */
    private static RemoteIpValve clientBefore(List<String> proxies) {
        RemoteIpValve client = new RemoteIpValve();
        client.setInternalProxies(String.join(",", proxies));
        client.setProtocolHeader(null);
        return client;
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
