package io.keyway.order;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of order-service. Unknown keys are refused at start.
 *
 * @param linesMax lines of one order
 * @param quantityMax licenses of one line
 * @param managersMax license managers of one order
 * @param returnsMax returns of one order
 * @param returnsWithin how long after it was ordered a line can be returned
 * @param ratesMax rates of one plan, each for another meter
 * @param settlements settlements of licenses
 */
@Validated
@ConfigurationProperties(prefix = "keyway.order", ignoreUnknownFields = false)
public record OrderProperties(
        @DefaultValue("100") @Min(1) int linesMax,
        @DefaultValue("1000000") @Min(1) long quantityMax,
        @DefaultValue("100") @Min(1) int managersMax,
        @DefaultValue("100") @Min(1) int returnsMax,
        @DefaultValue("14d") @DurationMin(seconds = 1) Duration returnsWithin,
        @DefaultValue("100") @Min(1) int ratesMax,
        @DefaultValue @Valid Settlements settlements) {

    /**
     * Settlements of licenses.
     *
     * @param licensesMax licenses of one settlement
     * @param abandonedAfter how long a check-out may take between claiming licenses and storing its
     *     settlement; after that another check-out may take the licenses
     * @param paidRememberedFor how long a paid license is remembered, so that an older event that
     *     arrives late does not list it as owed again; longer than the topic {@code licenses} may
     *     lag. After an even later event it is listed as owed, but cannot be settled twice
     */
    public record Settlements(
            @DefaultValue("1000") @Min(1) @Max(1000) int licensesMax,
            @DefaultValue("1m") @DurationMin(seconds = 1) Duration abandonedAfter,
            @DefaultValue("7d") @DurationMin(hours = 1) Duration paidRememberedFor) {}
}
