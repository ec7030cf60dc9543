package io.keyway.kit.access;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the access check to services that define {@link AccessRules}. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {

    @Bean
    @ConditionalOnBean(AccessRules.class)
    AccessCheckController accessCheck(AccessRules service) {
        return new AccessCheckController(service);
    }
}
