package io.keyway.kit;

import io.keyway.contracts.Topic;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings that every service has. Unknown keys are refused at start.
 *
 * @param service name of the service: audience of its assertions, consumer group, source of its
 *     events
 * @param instance name of this process among those of the service; stable over restarts
 * @param database its database in the store
 * @param scopeKey base64 of the 32 bytes with which it verifies scope assertions; no default
 */
@Validated
@ConfigurationProperties(prefix = "keyway.kit", ignoreUnknownFields = false)
public record KitProperties(
        @NotBlank String service,
        @NotBlank String instance,
        @NotBlank String database,
        @NotBlank(message = "set KEYWAY_SCOPE_KEY to this service's key (base64, 32 bytes)")
                String scopeKey,
        @DefaultValue @Valid Http http,
        @DefaultValue @Valid Store store,
        @DefaultValue @Valid Watchdog watchdog,
        @DefaultValue @Valid Relay relay,
        @DefaultValue @Valid Bus bus,
        @DefaultValue @Valid Consumer consumer) {

    /**
     * Checks the limits that depend on each other.
     *
     * @throws IllegalArgumentException if one limit does not fit another
     */
    public KitProperties {
        require(
                store.timeout().compareTo(http.turnWithin()) < 0,
                "store.timeout must be shorter than http.turn-within: a store that hangs must not look like a service that does");
        require(
                http.turnWithin().compareTo(http.requestWithin()) < 0,
                "http.turn-within must be shorter than http.request-within");
        require(
                store.connectionsMax() > http.requestsMax(),
                "store.connections-max must be larger than http.requests-max: what is worked on in the background needs some too");
        require(
                http.requestWithin().compareTo(http.idempotencyTakeover()) < 0,
                "http.request-within must be shorter than http.idempotency-takeover: a request that is still worked on would be done again");
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException("keyway.kit: " + otherwise);
        }
    }

    /**
     * Limits of HTTP requests.
     *
     * @param bodyBytesMax a longer body is refused with 413
     * @param listMax elements of a list in a body; a list may have a smaller maximum of its own
     * @param valuesMax values in a body, at any depth
     * @param depthMax nesting of lists and objects
     * @param digitsMax characters of a number
     * @param requestsMax requests processed at once; a further one waits {@code requestsWait}, then
     *     is refused with 503
     * @param requestWithin the longest a request is processed, unless the gateway gives it less
     * @param turnWithin a service that cannot begin a request within this time is not ready
     * @param pageDefault items of a list when {@code limit} is not given
     * @param pageMax the highest {@code limit}
     * @param idempotencyKeptFor how long an answer is replayed for its Idempotency-Key
     * @param idempotencyTakeover after this time an unanswered request counts as dead, and a
     *     repetition is processed
     * @param assertionsMax verified assertions of callers that are kept until they expire, so that
     *     the next request of the same caller need not verify its own again
     * @param large limits of the one call that accepts larger bodies
     */
    public record Http(
            @DefaultValue("1MB") DataSize bodyBytesMax,
            @DefaultValue("1000") @Min(1) int listMax,
            @DefaultValue("50000") @Min(1) int valuesMax,
            @DefaultValue("64") @Min(1) int depthMax,
            @DefaultValue("100") @Min(1) int digitsMax,
            @DefaultValue("256") @Min(1) int requestsMax,
            @DefaultValue("2s") Duration requestsWait,
            @DefaultValue("30s") Duration requestWithin,
            @DefaultValue("6s") Duration turnWithin,
            @DefaultValue("50") @Min(1) int pageDefault,
            @DefaultValue("200") @Min(1) int pageMax,
            @DefaultValue("48h") Duration idempotencyKeptFor,
            @DefaultValue("35s") Duration idempotencyTakeover,
            @DefaultValue("10000") @Min(1) int assertionsMax,
            @DefaultValue @Valid Large large) {}

    /**
     * A call whose bodies may be larger than those of the others.
     *
     * @param path of the call; empty if there is none
     * @param bytesMax a longer body is refused with 413
     * @param listMax elements of a list in it
     * @param valuesMax values in it, at any depth
     * @param atOnceMax such bodies read and processed at once; counts those that are longer than
     *     {@code http.bodyBytesMax} or do not declare a length. A further one waits {@code
     *     http.requestsWait}, then is refused with 503
     */
    public record Large(
            @DefaultValue("") String path,
            @DefaultValue("4MB") DataSize bytesMax,
            @DefaultValue("10000") @Min(1) int listMax,
            @DefaultValue("150000") @Min(1) int valuesMax,
            @DefaultValue("2") @Min(1) int atOnceMax) {}

    /**
     * Limits of the MongoDB driver. All are shorter than the time that the gateway waits, so that a
     * store that hangs becomes a 503 of this service.
     *
     * @param timeout of one operation with everything it includes: a connection, the answer,
     *     retries. Background work that takes longer uses {@code Store.unhurried}
     * @param selectTimeout within which a server must be available
     * @param connectTimeout of a connection, and of the check whether a server answers
     * @param lookEvery how often the driver checks that a server answers
     * @param connectionsMax connections to a server
     */
    public record Store(
            @DefaultValue("4s") Duration timeout,
            @DefaultValue("1s") Duration selectTimeout,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("2s") Duration lookEvery,
            @DefaultValue("300") @Min(1) int connectionsMax) {}

    /**
     * Ends a process that no longer begins any request, so that its supervisor restarts it.
     *
     * @param lookEvery the time between two checks
     * @param failuresMax failed checks in succession; each takes {@code http.turnWithin}
     */
    public record Watchdog(
            @DefaultValue("5s") Duration lookEvery, @DefaultValue("3") @Min(1) int failuresMax) {}

    /**
     * Publishing of the outbox.
     *
     * @param nudgeWait how long a command waits for its events to be published before it answers
     *     anyway
     * @param lease how long the process that changed an aggregate has the claim to publish its
     *     events; longer than {@code sendTimeout}
     * @param sendTimeout within which the broker must acknowledge an event
     * @param retryEvery how often this process retries what the bus did not take
     * @param retriesMax aggregates that wait for a retry; further ones are found by the sweep
     * @param sweepEvery how often the collections are searched for events that no process publishes
     * @param sweepMax aggregates of one collection taken per sweep
     */
    public record Relay(
            @DefaultValue("300ms") Duration nudgeWait,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("5s") Duration sendTimeout,
            @DefaultValue("250ms") Duration retryEvery,
            @DefaultValue("10000") @Min(1) int retriesMax,
            @DefaultValue("5s") Duration sweepEvery,
            @DefaultValue("500") @Min(1) int sweepMax) {}

    /**
     * How a service finds out whether a replica is up to date, and how topics are created.
     *
     * @param askEvery how often the bus is asked whether it is available
     * @param answersWithin after this time without an answer the bus counts as away
     * @param settlesWithin time after an outage in which events may not be on the bus yet; until
     *     then nothing counts as missing
     * @param inquiryTimeout how long a request waits for the bus to say whether all events were
     *     consumed; after that they count as not consumed
     * @param inquiryEvery the time between two such inquiries about a topic; requests that arrive
     *     meanwhile share the next one
     * @param awayFor how long after an inquiry without an answer requests get the answer at once
     *     that the replica is behind
     * @param topicsWithin how long a start waits for the bus to say which topics exist; without an
     *     answer none is created
     * @param partitions of a topic that is created; an existing topic keeps its own
     * @param usagePartitions the same for the topic of usage events: as many instances of
     *     usage-service can share the counting
     * @param usageKeptFor how long usage events stay on the bus; a partition that is not counted
     *     for as long loses events
     * @param passedKeptFor how long events stay on a topic that nobody reads from its start
     */
    public record Bus(
            @DefaultValue("1s") Duration askEvery,
            @DefaultValue("2s") Duration answersWithin,
            @DefaultValue("10s") Duration settlesWithin,
            @DefaultValue("500ms") Duration inquiryTimeout,
            @DefaultValue("25ms") Duration inquiryEvery,
            @DefaultValue("1s") Duration awayFor,
            @DefaultValue("30s") Duration topicsWithin,
            @DefaultValue("" + Topic.PARTITIONS) @Min(1) int partitions,
            @DefaultValue("" + Topic.USAGE_PARTITIONS) @Min(1) int usagePartitions,
            @DefaultValue("60d") Duration usageKeptFor,
            @DefaultValue("7d") Duration passedKeptFor) {}

    /**
     * Consuming of events.
     *
     * @param attempts how often an event that its handler rejects is tried before it becomes a dead
     *     letter; at least 2, because with 1 Spring Kafka ignores the cause of the failure
     * @param backOff the wait before the second attempt; it doubles
     * @param awayBackOff the wait while the store is away, which is retried without end because no
     *     event is at fault
     * @param pollRecordsMax records that one poll returns and that are written together; after a
     *     kill as many may be repeated. A binding may set its own
     * @param threads that read a topic with many events, each some of its partitions; a binding
     *     uses this setting where one thread is not enough
     * @param sessionTimeout after this time without a heartbeat a killed instance loses its
     *     partitions to others; restarted under its name it has them at once
     */
    public record Consumer(
            @DefaultValue("4") @Min(2) int attempts,
            @DefaultValue("200ms") Duration backOff,
            @DefaultValue("1s") Duration awayBackOff,
            @DefaultValue("500") @Min(1) int pollRecordsMax,
            @DefaultValue("2") @Min(1) int threads,
            @DefaultValue("10s") Duration sessionTimeout) {}
}
