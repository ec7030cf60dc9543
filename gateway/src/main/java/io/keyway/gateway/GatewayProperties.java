package io.keyway.gateway;

import io.keyway.contracts.access.ScopeAssertion;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.catalina.util.NetMask;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the gateway. Unknown keys are refused at start.
 *
 * @param scopeMasterKey base64 of 32 bytes, from which each service's key is derived; no default
 * @param host host name of the portal; partners sign in at {@code <domain>.partner.<host>}
 * @param brokers bootstrap servers of the bus
 * @param trustedProxies addresses and networks (CIDR) of the load balancers before the gateway. Who
 *     calls is the last address in {@code X-Forwarded-For} that is none of them; without this
 *     setting no forwarded header is believed
 * @param bodyBytesMax a longer body is refused with 413
 * @param largeBodies limits of the calls that accept larger bodies
 */
@Validated
@ConfigurationProperties(prefix = "keyway.gateway", ignoreUnknownFields = false)
public record GatewayProperties(
        @NotBlank(message = "set KEYWAY_SCOPE_MASTER_KEY to 32 random bytes in base64")
                String scopeMasterKey,
        @DefaultValue("localhost") @NotBlank String host,
        @NotBlank String brokers,
        @NotNull @Valid Services services,
        @DefaultValue
                List<
                                @Pattern(
                                        regexp = GatewayProperties.NETWORK,
                                        message = "must be an address or a network (CIDR)")
                                String>
                        trustedProxies,
        @DefaultValue("1MB") DataSize bodyBytesMax,
        @DefaultValue @Valid LargeBodies largeBodies,
        @DefaultValue @Valid Clients clients,
        @DefaultValue @Valid CallLimits limits,
        @DefaultValue @Valid Upstream upstream,
        @DefaultValue @Valid KeptAssertions assertions,
        @DefaultValue @Valid View view,
        @DefaultValue @Valid Session session,
        @DefaultValue @Valid KeysUsed keysUsed) {

    /** No host names: they would be looked up once, at start. */
    private static final String NETWORK =
            "([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?";

    /**
     * Checks the networks, and the limits that depend on each other.
     *
     * @throws IllegalArgumentException if a network is none, or one limit does not fit another: the
     *     gateway does not start
     */
    public GatewayProperties {
        trustedProxies = List.copyOf(trustedProxies);
        trustedProxies.forEach(NetMask::new);
        if (assertions
                        .keptFor()
                        .plus(upstream.connectionWait())
                        .plus(upstream.connectTimeout())
                        .compareTo(ScopeAssertion.LIFETIME)
                >= 0) {
            throw new IllegalArgumentException(
                    "keyway.gateway: assertions.kept-for with upstream.connection-wait and"
                            + " connect-timeout must be shorter than the "
                            + ScopeAssertion.LIFETIME.toSeconds()
                            + " s that an assertion is valid");
        }
    }

    /** Base addresses of the services. */
    public record Services(
            @NotNull URI partnerService,
            @NotNull URI orderService,
            @NotNull URI licenseService,
            @NotNull URI usageService) {}

    /**
     * Limits of a client's request.
     *
     * @param parametersMax parameters in a query
     * @param headWithin time in which the request line and the headers must arrive, from their
     *     first byte
     * @param bodyWithin time in which the body must arrive after that
     */
    public record Clients(
            @DefaultValue("50") @Min(1) int parametersMax,
            @DefaultValue("10s") Duration headWithin,
            @DefaultValue("20s") Duration bodyWithin) {}

    /**
     * Limits of calls that bring many rows at once.
     *
     * @param bytesMax a longer body is refused with 413; the service has the same limit
     * @param atOnceMax such requests read and passed on at once; counts those that are longer than
     *     {@code bodyBytesMax} or do not declare a length. A further one is refused with 503
     */
    public record LargeBodies(
            @DefaultValue("4MB") DataSize bytesMax, @DefaultValue("2") @Min(1) int atOnceMax) {}

    /**
     * Calls that one gateway takes from one caller. More are refused with 429: nothing was done.
     *
     * @param perAddress calls per second without a valid session or API key from one address
     * @param perCredential calls per second with one session or API key
     * @param perPartner calls per second of one partner, its staff, API keys and customers
     * @param atOncePerPartner calls of one partner that are worked on at once
     * @param callersMax addresses, credentials and partners whose calls are counted, of each;
     *     beyond that those are forgotten that have not called for longest
     */
    public record CallLimits(
            @DefaultValue("1000") @Min(1) int perAddress,
            @DefaultValue("1000") @Min(1) int perCredential,
            @DefaultValue("2000") @Min(1) int perPartner,
            @DefaultValue("128") @Min(1) int atOncePerPartner,
            @DefaultValue("20000") @Min(1) int callersMax) {}

    /**
     * Limits of calls to services.
     *
     * @param connectTimeout for connecting
     * @param readTimeout for the answer; the service gets it as its deadline
     * @param connectionsMax connections to one service, each with one call at a time: a service
     *     that hangs holds no more of them
     * @param connectionWait how long a call waits for one of them, then it is refused with 503
     * @param idleFor how long an unused connection is kept; shorter than the services keep it
     * @param checkIdleAfter a connection that was unused for this long is checked before it is used
     */
    public record Upstream(
            @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout,
            @DefaultValue("256") @Min(1) int connectionsMax,
            @DefaultValue("1s") Duration connectionWait,
            @DefaultValue("30s") Duration idleFor,
            @DefaultValue("1s") Duration checkIdleAfter) {}

    /**
     * Assertions about callers, which the services verify.
     *
     * @param keptFor how long the same assertion is sent again; a service must get it before it
     *     expires
     * @param max assertions kept
     */
    public record KeptAssertions(
            @DefaultValue("30s") Duration keptFor, @DefaultValue("10000") @Min(1) int max) {}

    /**
     * How current the gateway's view of partners, accounts and customers must be to decide.
     *
     * @param freshFor how long the view counts as current after it was last known to be complete: a
     *     deactivation takes effect within a second even if the bus becomes silent right after it
     * @param steadyAfter how long the bus must have answered without a gap before the view counts;
     *     events that could not be published during an outage are published within that time
     * @param checkEvery how often it asks the bus whether it has read everything
     * @param askTimeout of a question to partner-service
     * @param askMax questions to partner-service at once; a further one is refused with 503
     * @param answersKeptFor how long an answer of partner-service is used; half a second, because
     *     the question and the next request need the rest of the second
     * @param answersMax answers kept
     * @param identitiesMax accounts that are kept in memory; as many customers, and as many
     *     credentials. Others are asked for
     */
    public record View(
            @DefaultValue("750ms") Duration freshFor,
            @DefaultValue("10s") Duration steadyAfter,
            @DefaultValue("200ms") Duration checkEvery,
            @DefaultValue("2s") Duration askTimeout,
            @DefaultValue("64") @Min(1) int askMax,
            @DefaultValue("500ms") Duration answersKeptFor,
            @DefaultValue("100000") @Min(1) int answersMax,
            @DefaultValue("50000") @Min(1) int identitiesMax) {}

    /**
     * The browser's session.
     *
     * @param cookieMaxAge how long a browser keeps the session's cookie; the session itself may end
     *     earlier
     */
    public record Session(@DefaultValue("12h") Duration cookieMaxAge) {}

    /**
     * Reports to partner-service about when API keys were last used.
     *
     * @param tellEvery time between two reports
     * @param keysMax keys in one report; further ones are left out
     */
    public record KeysUsed(
            @DefaultValue("30s") Duration tellEvery, @DefaultValue("10000") @Min(1) int keysMax) {}

    /**
     * The master key.
     *
     * @throws IllegalArgumentException if it is not base64 of 32 bytes: the gateway does not start
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
