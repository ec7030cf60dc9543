package io.keyway.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the gateway. Unknown keys are refused at start.
 *
 * @param scopeMasterKey base64 of 32 bytes, from which each service's key is derived; no default
 * @param host under which the portal is reached; partners sign in at {@code
 *     <domain>.partner.<host>}
 * @param brokers bootstrap servers of the bus
 * @param bodyBytesMax a longer body is refused with 413
 * @param largeBodies of the calls that may bring more
 */
@Validated
@ConfigurationProperties(prefix = "keyway.gateway", ignoreUnknownFields = false)
public record GatewayProperties(
        @NotBlank(message = "set KEYWAY_SCOPE_MASTER_KEY to 32 random bytes in base64")
                String scopeMasterKey,
        @DefaultValue("localhost") @NotBlank String host,
        @NotBlank String brokers,
        @NotNull @Valid Services services,
        @DefaultValue("1MB") DataSize bodyBytesMax,
        @DefaultValue @Valid LargeBodies largeBodies,
        @DefaultValue @Valid Clients clients,
        @DefaultValue @Valid Upstream upstream,
        @DefaultValue @Valid View view,
        @DefaultValue @Valid Session session,
        @DefaultValue @Valid KeysUsed keysUsed) {

    /** Where the services are. */
    public record Services(
            @NotNull URI partnerService,
            @NotNull URI orderService,
            @NotNull URI licenseService,
            @NotNull URI usageService) {}

    /**
     * What a client has to keep to.
     *
     * @param parametersMax in a query
     * @param headWithin after its first byte, the request line and the headers have arrived
     * @param bodyWithin after that, the body
     */
    public record Clients(
            @DefaultValue("50") @Min(1) int parametersMax,
            @DefaultValue("10s") Duration headWithin,
            @DefaultValue("20s") Duration bodyWithin) {}

    /**
     * Calls that bring many rows at once.
     *
     * @param bytesMax a longer body is refused with 413; what the service takes is the same
     * @param atOnceMax such requests read and passed on at once, of those that are longer than
     *     {@code bodyBytesMax} or do not say how long they are; beyond it: 503
     */
    public record LargeBodies(
            @DefaultValue("4MB") DataSize bytesMax, @DefaultValue("2") @Min(1) int atOnceMax) {}

    /**
     * @param connectTimeout within which a service takes a connection
     * @param readTimeout within which it answers; it is told, and gives up then
     */
    public record Upstream(
            @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout) {}

    /**
     * @param freshFor how long the view counts as current after it last knew that it was: what is
     *     switched off is refused within a second even if the bus falls silent just then
     * @param steadyAfter how long the bus must have answered again before the view counts: what was
     *     told while it was away is sent within that time
     * @param checkEvery how often it asks the bus whether it has everything
     * @param askTimeout within which partner-service answers instead of the view
     * @param askMax questions to partner-service at once; beyond it: 503
     * @param answersKeptFor how long an answer of partner-service is good; half of the second, as
     *     the question and the next request take their time too
     * @param answersMax answers kept
     */
    public record View(
            @DefaultValue("750ms") Duration freshFor,
            @DefaultValue("10s") Duration steadyAfter,
            @DefaultValue("200ms") Duration checkEvery,
            @DefaultValue("2s") Duration askTimeout,
            @DefaultValue("64") @Min(1) int askMax,
            @DefaultValue("500ms") Duration answersKeptFor,
            @DefaultValue("100000") @Min(1) int answersMax) {}

    /**
     * @param cookieMaxAge how long a browser keeps its session's cookie; the session itself may end
     *     before
     */
    public record Session(@DefaultValue("12h") Duration cookieMaxAge) {}

    /**
     * When API keys were last used, told to partner-service now and then.
     *
     * @param tellEvery how often
     * @param keysMax how many keys are remembered in between; what is more is not told
     */
    public record KeysUsed(
            @DefaultValue("30s") Duration tellEvery, @DefaultValue("10000") @Min(1) int keysMax) {}

    /**
     * @throws IllegalArgumentException if it is not base64 of 32 bytes: the gateway must not start
     */
    public byte[] masterKey() {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(scopeMasterKey);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("KEYWAY_SCOPE_MASTER_KEY is not base64", notBase64);
        }
        if (key.length != 32) {
            throw new IllegalArgumentException(
                    "KEYWAY_SCOPE_MASTER_KEY must be 32 bytes in base64");
        }
        return key;
    }
}
