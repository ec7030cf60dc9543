package io.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * How Keyway writes JSON: camelCase, ISO-8601 instants and durations, decimals as plain strings,
 * absent fields instead of null. When it reads events it ignores unknown fields.
 */
public final class ContractJson {

    private ContractJson() {}

    public static JsonMapper mapper() {
        return written(JsonMapper.builder())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /**
     * Configures how a mapper writes, for mappers that read in another way: strictly (HTTP), or
     * from the store.
     */
    public static <B extends MapperBuilder<?, B>> B written(B builder) {
        return builder.withConfigOverride(
                        BigDecimal.class,
                        decimals ->
                                decimals.setFormat(
                                        JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    }
}
