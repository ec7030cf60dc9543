package io.keyway.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.keyway.contracts.id.PayerId;
import io.keyway.contracts.rating.RateReader;
import io.keyway.kit.KitProperties;
import io.keyway.kit.store.PageRequest;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.PropertyCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes the service under test: its part of the API document, which the gateway's tests merge.
 * Services run without it.
 */
@AutoConfiguration
@PropertySource("classpath:springdoc.properties")
public class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(KitArguments.TYPES.toArray(Class<?>[]::new))
                .replaceWithClass(BigDecimal.class, String.class)
                .replaceWithClass(Duration.class, String.class)
                .replaceWithClass(PayerId.class, String.class);
    }

    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "limit",
                    "Most items in the answer; 50 unless given.",
                    "cursor",
                    "`next` of the page before; absent for the first page.",
                    "If-Match",
                    "The ETag of the resource as it was read; one that has changed since is"
                            + " answered with 412.",
                    IdempotencyFilter.HEADER,
                    "Names the request, 1 to 255 characters: repeated with the same key, it gets"
                            + " the first answer again for at least 24 hours.");

    /** What the records of merge patches refer to. */
    private final Map<String, Schema<?>> referred = new ConcurrentHashMap<>();

    /**
     * What {@link KitArguments} and the idempotency filter read from a request is part of the call
     * too.
     */
    @Bean
    OperationCustomizer kitParameters(KitProperties settings) {
        return (operation, method) -> {
            if (takes(method, PageRequest.class)) {
                Schema<?> limit = new IntegerSchema().minimum(BigDecimal.ONE);
                add(
                        operation,
                        "query",
                        "limit",
                        limit.maximum(BigDecimal.valueOf(settings.http().pageMax())));
                add(operation, "query", "cursor", new StringSchema());
            }
            if (takes(method, IfMatch.class)) {
                add(operation, "header", "If-Match", new StringSchema());
            }
            if (method.hasMethodAnnotation(PostMapping.class)) {
                add(
                        operation,
                        "header",
                        IdempotencyFilter.HEADER,
                        new StringSchema().maxLength(255));
            }
            Arrays.stream(method.getMethodParameters())
                    .filter(
                            parameter ->
                                    parameter.hasParameterAnnotation(
                                            org.springframework.web.bind.annotation.RequestBody
                                                    .class))
                    .map(parameter -> parameter.getParameterAnnotation(Size.class))
                    .filter(Objects::nonNull)
                    .forEach(size -> bound(operation.getRequestBody(), size.max()));
            Arrays.stream(method.getMethodParameters())
                    .map(parameter -> parameter.getParameterAnnotation(Patches.class))
                    .filter(Objects::nonNull)
                    .forEach(patches -> operation.setRequestBody(mergePatch(patches.value())));
            return operation;
        };
    }

    /** A body that is a list: what its parameter says about its size. */
    private static void bound(RequestBody list, int max) {
        list.getContent().values().forEach(type -> type.getSchema().maxItems(max));
    }

    @Bean
    OpenApiCustomizer patchSchemas() {
        return document ->
                referred.forEach(
                        (name, schema) -> document.getComponents().addSchemas(name, schema));
    }

    /** Rates are written as the services tell each other about them, which has no constraints. */
    @Bean
    OpenApiCustomizer tiersOfRates() {
        return document -> {
            Schema<?> rate = document.getComponents().getSchemas().get("Rate");
            if (rate != null && rate.getProperties().get("tiers") instanceof Schema<?> tiers) {
                tiers.maxItems(RateReader.TIERS_MAX);
            }
        };
    }

    /** What is written even without a value may be null; all else is absent then. */
    @Bean
    PropertyCustomizer nullables() {
        return (property, type) -> {
            boolean written =
                    type.getCtxAnnotations() != null
                            && Arrays.stream(type.getCtxAnnotations())
                                    .anyMatch(JsonInclude.class::isInstance);
            if (written && property.get$ref() != null) {
                return new Schema<>()
                        .description(property.getDescription())
                        .oneOf(
                                List.of(
                                        new Schema<>().$ref(property.get$ref()),
                                        new Schema<>().types(Set.of("null"))));
            }
            if (written) {
                property.addType("null");
            }
            return property;
        };
    }

    private RequestBody mergePatch(Class<?> edit) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true)
                        .resolveAsResolvedSchema(new AnnotatedType(edit).resolveAsRef(false));
        resolved.referencedSchemas.forEach(
                (name, schema) -> {
                    if (!name.equals(edit.getSimpleName())) {
                        referred.put(name, schema);
                    }
                });
        Schema<?> schema = resolved.schema.required(null);
        MediaType body = new MediaType().schema(schema);
        return new RequestBody()
                .required(true)
                .content(
                        new Content()
                                .addMediaType("application/merge-patch+json", body)
                                .addMediaType("application/json", body));
    }

    private static boolean takes(HandlerMethod method, Class<?> type) {
        return Arrays.stream(method.getMethodParameters())
                .map(MethodParameter::getParameterType)
                .anyMatch(type::equals);
    }

    /** Two methods that serve one call in different formats share one operation. */
    private static void add(Operation operation, String in, String name, Schema<?> schema) {
        if (operation.getParameters() == null
                || operation.getParameters().stream()
                        .noneMatch(known -> name.equals(known.getName()))) {
            operation.addParametersItem(
                    new Parameter()
                            .in(in)
                            .name(name)
                            .description(DESCRIPTIONS.get(name))
                            .required(false)
                            .schema(schema));
        }
    }
}
