package io.keyway.license;

import io.keyway.kit.store.Aggregates;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Base64;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of license-service. Unknown keys are refused at start.
 *
 * @param signingSecret base64 of the 32 bytes that encrypt the signing keys at rest and make the
 *     random keys of an issuance; no default
 * @param expiringWithin how long before its expiry a license shows as EXPIRING
 */
@Validated
@ConfigurationProperties(prefix = "keyway.license", ignoreUnknownFields = false)
public record LicenseProperties(
        @NotBlank(message = "set KEYWAY_SIGNING_SECRET (base64, 32 bytes)") String signingSecret,
        @DefaultValue("3d") Duration expiringWithin,
        @DefaultValue @Valid Issuance issuance,
        @DefaultValue @Valid Returns returns,
        @DefaultValue @Valid Batches batches,
        @DefaultValue @Valid Ends ends,
        @DefaultValue @Valid Machines machines,
        @DefaultValue @Valid CheckOut checkOut,
        @DefaultValue @Valid Validation validation) {

    /**
     * @param atOnceMax up to this many licenses are in the answer; more are issued in the
     *     background
     * @param quantityMax the most that one request may ask for
     * @param chunkSize licenses per part of a large issuance; one part is one bulk write and one
     *     event. All parts of an issuance are asked for in one write, which limits their number
     * @param recoverAfter an issuance that has not moved for this long, and whose parts wait for
     *     nobody, is taken up by the sweep
     * @param sweepEvery how often such issuances are looked for
     * @param sweepMax issuances that one sweep takes up at most
     * @param factsWait how long an order waits for what it names to arrive from another service
     * @param trialCountsKept how long after the end of its month it is known how many trials a
     *     partner issued in it
     */
    public record Issuance(
            @DefaultValue("100") @Min(1) @Max(1000) int atOnceMax,
            @DefaultValue("1000000") @Min(1) @Max(1_000_000) int quantityMax,
            @DefaultValue("1000") @Min(1) @Max(5000) int chunkSize,
            @DefaultValue("30s") Duration recoverAfter,
            @DefaultValue("2s") Duration sweepEvery,
            @DefaultValue("100") @Min(1) int sweepMax,
            @DefaultValue("60s") Duration factsWait,
            @DefaultValue("35d") @DurationMin(days = 1) Duration trialCountsKept) {

        /**
         * @throws IllegalArgumentException if the largest issuance has more parts than one write
         *     can ask for
         */
        public Issuance {
            int chunks = Math.ceilDiv(quantityMax, chunkSize);
            if (chunks > Aggregates.EVENTS_MAX) {
                throw new IllegalArgumentException(
                        "keyway.license.issuance: quantity-max %d in parts of chunk-size %d makes %d parts, at most %d can be asked for at once: raise chunk-size or lower quantity-max"
                                .formatted(quantityMax, chunkSize, chunks, Aggregates.EVENTS_MAX));
            }
        }
    }

    /**
     * @param revokedAtOnce licenses of one return that are revoked before others have their turn
     * @param sweepEvery how often unfinished returns are looked for, and how long one must not have
     *     moved to be taken up
     * @param sweepMax returns that one sweep takes up at most
     */
    public record Returns(
            @DefaultValue("500") @Min(1) @Max(10_000) int revokedAtOnce,
            @DefaultValue("2s") Duration sweepEvery,
            @DefaultValue("50") @Min(1) int sweepMax) {}

    /**
     * @param rowsMax rows of a batch
     * @param keyCharsMax characters of a key that is imported; a longer one could not be validated
     * @param runningMax batches of one partner that are worked on at the same time
     * @param keptFor how long a batch and its results are kept
     * @param atOnceMax batches that one instance works on at the same time
     * @param stepRows rows of a batch after which others have their turn
     * @param stepWithin time after which they have it, too
     * @param lease how long other instances leave a batch alone that one has taken up; longer than
     *     a step
     * @param sweepEvery how often batches are looked for that nobody is at
     * @param retryAfter when a row is looked at again that could not be done yet
     * @param triesMax how often a row may go wrong on our side before it counts as failed
     */
    public record Batches(
            @DefaultValue("10000") @Min(1) @Max(10_000) int rowsMax,
            @DefaultValue("4096") @Min(1) @Max(4096) int keyCharsMax,
            @DefaultValue("20") @Min(1) int runningMax,
            @DefaultValue("90d") Duration keptFor,
            @DefaultValue("2") @Min(1) @Max(64) int atOnceMax,
            @DefaultValue("50") @Min(1) @Max(1000) int stepRows,
            @DefaultValue("2s") Duration stepWithin,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("500ms") Duration sweepEvery,
            @DefaultValue("1s") Duration retryAfter,
            @DefaultValue("5") @Min(1) int triesMax) {

        /**
         * @throws IllegalArgumentException if a batch could be taken up by another instance in the
         *     middle of each step
         */
        public Batches {
            if (stepWithin.multipliedBy(2).compareTo(lease) > 0) {
                throw new IllegalArgumentException(
                        "keyway.license.batches: lease must be at least twice as long as step-within: a step ends with the row that it is at");
            }
        }
    }

    /**
     * @param sweepEvery how often licenses are looked for that expire soon or have expired
     * @param sweepMax licenses that are looked up at once
     */
    public record Ends(
            @DefaultValue("1s") Duration sweepEvery,
            @DefaultValue("200") @Min(1) @Max(10_000) int sweepMax) {}

    /**
     * @param perLicenseMax machines of one license, whatever its policy says: they live in its
     *     document
     */
    public record Machines(@DefaultValue("1000") @Min(1) @Max(10_000) int perLicenseMax) {}

    /**
     * @param ttl of a license or machine file when none is asked for
     * @param ttlMax the longest that may be asked for
     */
    public record CheckOut(
            @DefaultValue("30d") Duration ttl, @DefaultValue("365d") Duration ttlMax) {}

    /**
     * @param cachedMax keys kept in memory
     * @param cachedFor how long one is trusted without being asked for again; events evict it at
     *     once
     * @param confirmEvery how often the bus is asked whether every event has been heard
     * @param trustedFor how long what is kept is trusted after a moment up to which all was heard;
     *     longer than {@code confirmEvery}
     */
    public record Validation(
            @DefaultValue("100000") @Min(1) int cachedMax,
            @DefaultValue("60s") Duration cachedFor,
            @DefaultValue("250ms") Duration confirmEvery,
            @DefaultValue("800ms") Duration trustedFor) {}

    /**
     * @throws IllegalArgumentException if it is not base64 of 32 bytes: the service must not start
     */
    public byte[] signingSecretBytes() {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(signingSecret);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("KEYWAY_SIGNING_SECRET is not base64", notBase64);
        }
        if (secret.length != 32) {
            throw new IllegalArgumentException(
                    "KEYWAY_SIGNING_SECRET must be base64 of 32 bytes, not " + secret.length);
        }
        return secret;
    }
}
