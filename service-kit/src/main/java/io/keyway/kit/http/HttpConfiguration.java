package io.keyway.kit.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.keyway.contracts.ProblemCode;
import io.keyway.kit.KitProperties;
import io.keyway.kit.scope.ScopeFilter;
import io.keyway.kit.store.Store;
import jakarta.servlet.Filter;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * How every service takes requests: limited in size and number, with a verified caller, idempotent,
 * strictly parsed, and with problems in one format.
 */
@Configuration(proxyBeanMethods = false)
@Import(ProblemAdvice.class)
public class HttpConfiguration {

    /** Exit code of a process that ends itself because it no longer begins any request. */
    private static final int EXIT_STUCK = 70;

    /** Replaces Spring Boot's validator; its messages are the same. */
    @Bean
    @Primary
    static LocalValidatorFactoryBean defaultValidator(ApplicationContext context) {
        LocalValidatorFactoryBean validator = new BoundedValidator();
        validator.setMessageInterpolator(new MessageInterpolatorFactory(context).getObject());
        return validator;
    }

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return new StrictJson();
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    MergePatch mergePatch(JsonMapper json, Validator validator) {
        return new MergePatch(json, validator);
    }

    @Bean
    FilterRegistrationBean<Filter> failures(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return filter(new FailureFilter(problems), 0);
    }

    @Bean
    DeadlineFilter deadlineFilter(KitProperties settings) {
        return new DeadlineFilter(settings.http().requestWithin());
    }

    @Bean
    FilterRegistrationBean<Filter> deadlines(DeadlineFilter deadlineFilter) {
        return filter(deadlineFilter, 1);
    }

    @Bean
    RequestSlots slots(KitProperties settings) {
        return new RequestSlots(settings.http().requestsMax());
    }

    @Bean
    RequestsHealth requestsHealthIndicator(RequestSlots slots, KitProperties settings) {
        return new RequestsHealth(slots, settings.http().turnWithin());
    }

    @Bean
    Watchdog watchdog(RequestsHealth requests, KitProperties settings) {
        return new Watchdog(
                requests::isTakenUp,
                settings.watchdog(),
                () -> Runtime.getRuntime().halt(EXIT_STUCK));
    }

    @Bean
    FilterRegistrationBean<Filter> requestBodies(
            KitProperties settings, RequestSlots slots, ProblemWriter problems) {
        return filter(new RequestBodyFilter(settings.http(), slots, problems), 2);
    }

    @Bean
    FilterRegistrationBean<Filter> scopes(
            KitProperties settings, Clock clock, ProblemWriter problems) {
        return filter(
                new ScopeFilter(
                        settings,
                        clock,
                        refused -> problems.write(refused, ProblemCode.UNAUTHENTICATED)),
                3);
    }

    @Bean
    FilterRegistrationBean<Filter> idempotency(
            KitProperties settings, Store store, Clock clock, ProblemWriter problems) {
        IdempotentRequests requests =
                new IdempotentRequests(
                        store.collection("idempotent-requests"), clock, settings.http());
        return filter(new IdempotencyFilter(requests, problems), 4);
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/api/*", "/.well-known/*", "/internal/*");
        registration.setOrder(order);
        return registration;
    }

    @Bean
    WebMvcConfigurer kitArguments(KitProperties settings) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new KitArguments(settings.http()));
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverterFactory(new WireEnums());
                registry.addConverter(String.class, Instant.class, Times::instant);
                registry.addConverter(String.class, LocalDate.class, Times::day);
                registry.addConverter(String.class, Duration.class, Times::duration);
            }
        };
    }

    /** Reads enum constants in query parameters in the same spelling as in bodies. */
    @SuppressWarnings("rawtypes")
    private static final class WireEnums implements ConverterFactory<String, Enum> {

        @Override
        public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
            return text -> {
                for (T constant : type.getEnumConstants()) {
                    if (text.equals(wireName(constant))) {
                        return constant;
                    }
                }
                throw new IllegalArgumentException("no such constant");
            };
        }

        private static String wireName(Enum constant) {
            try {
                JsonProperty wire =
                        constant.getDeclaringClass()
                                .getField(constant.name())
                                .getAnnotation(JsonProperty.class);
                return wire == null ? constant.name() : wire.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("an enum has a field for each constant", e);
            }
        }
    }
}
