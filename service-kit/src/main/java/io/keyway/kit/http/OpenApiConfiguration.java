package io.keyway.kit.http;

import java.math.BigDecimal;
import java.time.Duration;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Configuration;

/** The service's part of the API document; the gateway puts the parts together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SpringDocUtils.class)
public class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(KitArguments.TYPES.toArray(Class<?>[]::new))
                .replaceWithClass(BigDecimal.class, String.class)
                .replaceWithClass(Duration.class, String.class);
    }
}
