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
 * @param adminEmail login of the operator; no default
 * @param adminPassword the operator's first password; no default
 * @param accessTokenLifetime how long an access token lets in
 * @param refreshTokenLifetime how long a session can be refreshed
 * @param sessionLifetime how long a browser's session lets in
 * @param apiKeysMax API keys of one account, expired ones included
 * @param accountsMax accounts of one partner, about
 * @param passwordHashesMax passwords hashed at once; 0: one per core
 * @param passwordHashWait how long a sign-in waits for its turn before 429
 * @param depthMax partners on a path, the vendor included
 * @param unpaidLicenseLimit of a partner that is given none
 * @param signIn how guessing passwords is slowed down
 * @param applications how many may ask to become a partner
 * @param reservedLoginDomains names that no partner may take
 * @param transfer of customers to another partner
 * @param audit how the audit trail is held still
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
     * Customers that move to another partner with a code.
     *
     * @param codeLifetime how long a code is good for
     * @param guessSpan within which wrong codes are counted
     * @param guessesPerPartner wrong codes of one partner in it; beyond it 429
     * @param guessesPerVendor wrong codes of a vendor's whole tree in it: partners may join forces
     */
    public record Transfer(
            @DefaultValue("7d") Duration codeLifetime,
            @DefaultValue("1h") Duration guessSpan,
            @DefaultValue("10") @Min(1) int guessesPerPartner,
            @DefaultValue("100") @Min(1) int guessesPerVendor) {}

    /**
     * @param key base64 of 32 random bytes, with which checkpoints are signed; no default, and
     *     never in the store
     * @param checkpointEvery after how many records of a chain a checkpoint is signed
     */
    public record Audit(
            @NotBlank(message = "set KEYWAY_AUDIT_KEY to 32 random bytes in base64") String key,
            @DefaultValue("100") @Min(1) int checkpointEvery) {}

    /**
     * Wrong passwords are counted; after so many free ones there is a pause before the next, twice
     * as long each time.
     *
     * @param pairFree wrong passwords of one account at one address before the first pause
     * @param addressFree of one address over all accounts
     * @param accountFree of one account over all addresses from which it never signed in
     * @param pauseFirst the first pause
     * @param pauseMax the longest one, for a pair and for an address
     * @param accountPauseMax the longest one for an account over all addresses: as long as somebody
     *     else can lock its owner out at a new address
     * @param failuresKept after so long without another, the wrong passwords are forgotten; longer
     *     than the longest pause
     * @param addressKept how long an address is one from which the account signed in
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
     * @param perAddressMax applications of one address in a span
     * @param perAddressSpan that span
     * @param pendingMax applications to one partner that nobody has decided, about
     * @param approvalTakeover how long an approval may take before it counts as dead
     */
    public record Applications(
            @DefaultValue("5") @Min(1) @Max(1000) int perAddressMax,
            @DefaultValue("1h") Duration perAddressSpan,
            @DefaultValue("1000") @Min(1) @Max(100_000) int pendingMax,
            @DefaultValue("1m") Duration approvalTakeover) {}
}
