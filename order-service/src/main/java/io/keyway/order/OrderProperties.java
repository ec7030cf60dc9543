package io.keyway.order;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of order-service. Unknown keys are refused at start.
 *
 * @param linesMax lines of one order
 * @param quantityMax licenses of one line
 * @param managersMax license managers of one order
 * @param ratesMax meters of one plan
 */
@Validated
@ConfigurationProperties(prefix = "keyway.order", ignoreUnknownFields = false)
public record OrderProperties(
        @DefaultValue("100") @Min(1) int linesMax,
        @DefaultValue("1000000") @Min(1) long quantityMax,
        @DefaultValue("100") @Min(1) int managersMax,
        @DefaultValue("100") @Min(1) int ratesMax) {}
