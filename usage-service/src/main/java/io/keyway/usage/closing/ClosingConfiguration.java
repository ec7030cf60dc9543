package io.keyway.usage.closing;

import io.keyway.kit.Rounds;
import io.keyway.usage.UsageProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Works on closes whenever there are some. */
@Configuration(proxyBeanMethods = false)
class ClosingConfiguration {

    @Bean
    Rounds closing(CloseNextPage closeNextPage, UsageProperties settings) {
        return new Rounds("close")
                .every(settings.statements().closeEvery(), closeNextPage::untilNothingIsLeft);
    }
}
