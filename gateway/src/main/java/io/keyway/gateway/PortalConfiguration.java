package io.keyway.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** Serves the portal's files from its jar. */
@Configuration(proxyBeanMethods = false)
class PortalConfiguration {

    private static final String FILES = "classpath:/META-INF/resources/";

    /** For files whose names change with their content. */
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    @Bean
    WebMvcConfigurer pages() {
        return new WebMvcConfigurer() {
            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addViewController("/docs").setViewName("forward:/docs/index.html");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/assets/**")
                        .addResourceLocations(FILES + "assets/")
                        .setCacheControl(FOR_EVER);
                registry.addResourceHandler("/**")
                        .addResourceLocations(FILES)
                        .setCacheControl(CacheControl.noCache())
                        .resourceChain(true)
                        .addResolver(new Page());
            }
        };
    }

    /**
     * Answers every address of a screen with the portal's one page; its script shows the screen.
     */
    private static final class Page extends PathResourceResolver {

        private static final Pattern SCREEN =
                Pattern.compile("(?!(?:api|internal|actuator)(?:/|$))[a-z][a-z0-9_/-]*");

        @Override
        protected @Nullable Resource getResource(String path, Resource location)
                throws IOException {
            Resource file = super.getResource(path, location);
            return file == null && SCREEN.matcher(path).matches()
                    ? super.getResource("index.html", location)
                    : file;
        }
    }
}
