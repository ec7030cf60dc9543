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
 * The settings of license-service. The service refuses to start with an unknown key.
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
     * @param atOnceMax up to this many licenses are issued within the request; more are issued in
     *     the background
     * @param quantityMax licenses of one request at most
     * @param chunkSize licenses per chunk of a large issuance; a chunk is one bulk write and one
     *     event. All chunks are requested in one write, which limits their number to 1000
     * @param recoverAfter the sweep continues an issuance that has not moved for this long, unless
     *     its chunks are still queued on the bus
     * @param sweepEvery how often the sweep looks for such issuances
     * @param sweepMax issuances that one sweep continues at most
     * @param factsWait how long an order line waits for what it names to arrive from other services
     * @param trialCountsKept how long the monthly count of a partner's trials is kept after its
     *     month
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
         * @throws IllegalArgumentException if the largest issuance has more chunks than one write
         *     can request
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
     * @param revokedAtOnce licenses of one return that are revoked before the next return's turn
     * @param sweepEvery how often the sweep looks for unfinished returns, and how long one must not
     *     have moved
     * @param sweepMax returns that one sweep continues at most
     */
    public record Returns(
            @DefaultValue("500") @Min(1) @Max(10_000) int revokedAtOnce,
            @DefaultValue("2s") Duration sweepEvery,
            @DefaultValue("50") @Min(1) int sweepMax) {}

    /**
     * @param rowsMax rows of a batch at most
     * @param keyCharsMax characters of an imported key at most; validation accepts no longer key
     * @param runningMax running batches of one partner at most
     * @param keptFor how long a batch and its results are kept
     * @param atOnceMax batches that one instance processes at the same time
     * @param stepRows rows of a batch that are processed before the next batch's turn
     * @param stepWithin how long a batch is processed before the next batch's turn
     * @param lease how long a batch belongs to the instance that has taken it; at least two steps
     * @param sweepEvery how often an instance looks for batches to process
     * @param retryAfter when a row that could not be processed yet is tried again
     * @param triesMax internal errors of a row before it counts as failed
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
         * @throws IllegalArgumentException if another instance could take a batch in the middle of
         *     a step
         */
        public Batches {
            if (stepWithin.multipliedBy(2).compareTo(lease) > 0) {
                throw new IllegalArgumentException(
                        "keyway.license.batches: lease must be at least twice as long as step-within: a step ends with the row that it is at");
            }
        }
    }

    /**
     * @param sweepEvery how often the sweep looks for licenses that expire soon or have expired
     * @param sweepMax licenses per query
     */
    public record Ends(
            @DefaultValue("1s") Duration sweepEvery,
            @DefaultValue("200") @Min(1) @Max(10_000) int sweepMax) {}

    /**
     * @param perLicenseMax machines of one license at most, whatever its policy says: they are
     *     stored in its document
     */
    public record Machines(@DefaultValue("1000") @Min(1) @Max(10_000) int perLicenseMax) {}

    /**
     * @param ttl how long a file is valid if the request does not say
     * @param ttlMax the longest validity of a file
     */
    public record CheckOut(
            @DefaultValue("30d") Duration ttl, @DefaultValue("365d") Duration ttlMax) {}

    /**
     * @param cachedMax keys in the cache at most
     * @param cachedFor how long a key stays in the cache; events evict it at once
     * @param confirmEvery how often to check that all license events have been consumed
     * @param trustedFor how long the cache is used after a successful check; longer than {@code
     *     confirmEvery}
     */
    public record Validation(
            @DefaultValue("100000") @Min(1) int cachedMax,
            @DefaultValue("60s") Duration cachedFor,
            @DefaultValue("250ms") Duration confirmEvery,
            @DefaultValue("800ms") Duration trustedFor) {}

    /**
     * The signing secret, 32 bytes.
     *
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
