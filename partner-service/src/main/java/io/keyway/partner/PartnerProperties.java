package io.keyway.partner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of partner-service. Unknown keys are refused at start.
 *
 * @param adminEmail e-mail of the operator's account; no default
 * @param adminPassword first password of the operator's account; no default
 * @param accessTokenLifetime how long an access token is valid
 * @param refreshTokenLifetime how long a refresh token is valid
 * @param sessionLifetime how long a browser's session is valid
 * @param apiKeysMax API keys of one account, expired ones included
 * @param accountsMax accounts of one partner; concurrent requests can exceed it by a few
 * @param passwordHashesMax passwords hashed at once; 0: one per core
 * @param passwordHashWait how long a request waits to hash a password before it gets 429
 * @param depthMax partners on a path, the vendor included
 * @param unpaidLicenseLimit the limit of a partner created without one
 * @param signIn throttling of password guesses
 * @param applications limits of applications to become a partner
 * @param reservedLoginDomains login domains that no partner may have
 * @param transfer moving customers to another partner
 * @param audit the audit trail
 */
@Validated
@ConfigurationProperties(prefix = "keyway.partner", ignoreUnknownFields = false)
public record PartnerProperties(
        @NotBlank(message = "set KEYWAY_ADMIN_EMAIL to the operator's e-mail") String adminEmail,
        @NotBlank(message = "set KEYWAY_ADMIN_PASSWORD to the operator's password")
                String adminPassword,
        @DefaultValue("30m") Duration accessTokenLifetime,
        @DefaultValue("14d") Duration refreshTokenLifetime,
        @DefaultValue("12h") Duration sessionLifetime,
        @DefaultValue("50") @Min(1) @Max(1000) int apiKeysMax,
        @DefaultValue("500") @Min(1) @Max(10_000) int accountsMax,
        @DefaultValue("0") @Min(0) int passwordHashesMax,
        @DefaultValue("2s") Duration passwordHashWait,
        @DefaultValue("8") @Min(2) @Max(32) int depthMax,
        @DefaultValue("10") @Min(0) int unpaidLicenseLimit,
        @DefaultValue @Valid SignIn signIn,
        @DefaultValue @Valid Applications applications,
        @DefaultValue({
                    "admin",
                    "api",
                    "app",
                    "keyway",
                    "login",
                    "operator",
                    "partner",
                    "root",
                    "support",
                    "www"
                })
                Set<String> reservedLoginDomains,
        @DefaultValue @Valid Transfer transfer,
        @NotNull @Valid Audit audit) {

    /**
     * Moving customers to another partner with a code.
     *
     * @param codeLifetime how long a code is valid
     * @param guessSpan length of the window in which wrong codes are counted
     * @param guessesPerPartner wrong codes of one partner in the window; then 429
     * @param guessesPerVendor wrong codes of a vendor's whole tree in the window; then 429. It
     *     limits partners that guess together
     */
    public record Transfer(
            @DefaultValue("7d") Duration codeLifetime,
            @DefaultValue("1h") Duration guessSpan,
            @DefaultValue("10") @Min(1) int guessesPerPartner,
            @DefaultValue("100") @Min(1) int guessesPerVendor) {}

    /**
     * The audit trail.
     *
     * @param key base64 of 32 random bytes, the seed of the key that signs checkpoints; no default,
     *     and never in the store
     * @param checkpointEvery records of a chain between two checkpoints
     */
    public record Audit(
            @NotBlank(message = "set KEYWAY_AUDIT_KEY to 32 random bytes in base64") String key,
            @DefaultValue("100") @Min(1) int checkpointEvery) {}

    /**
     * Throttling of password guesses: after some free wrong ones there is a pause before the next,
     * twice as long each time.
     *
     * @param pairFree wrong passwords of one account at one address before the first pause
     * @param addressFree wrong passwords of one address over all accounts before the first pause
     * @param accountFree wrong passwords of one account, over all addresses from which it never
     *     signed in, before the first pause
     * @param pauseFirst the first pause
     * @param pauseMax the longest pause for an account at an address, and for an address
     * @param accountPauseMax the longest pause for an account over all addresses: so long can
     *     others lock its owner out at a new address
     * @param failuresKept how long after the last one the wrong passwords are forgotten; longer
     *     than the longest pause
     * @param addressKept how long after a sign-in its address counts as known for the account
     */
    public record SignIn(
            @DefaultValue("10") @Min(1) @Max(1000) int pairFree,
            @DefaultValue("100") @Min(1) @Max(100_000) int addressFree,
            @DefaultValue("50") @Min(1) @Max(100_000) int accountFree,
            @DefaultValue("1s") Duration pauseFirst,
            @DefaultValue("15m") Duration pauseMax,
            @DefaultValue("30s") Duration accountPauseMax,
            @DefaultValue("1h") Duration failuresKept,
            @DefaultValue("90d") Duration addressKept) {}

    /**
     * Limits of applications to become a partner.
     *
     * @param perAddressMax applications from one IP address in the window
     * @param perAddressSpan length of that window
     * @param pendingMax undecided applications to one partner; concurrent requests can exceed it by
     *     a few
     * @param approvalTakeover how long an approval may run before another one takes it over
     */
    public record Applications(
            @DefaultValue("5") @Min(1) @Max(1000) int perAddressMax,
            @DefaultValue("1h") Duration perAddressSpan,
            @DefaultValue("1000") @Min(1) @Max(100_000) int pendingMax,
            @DefaultValue("1m") Duration approvalTakeover) {}
}
