package io.keyway.usage;

import io.keyway.usage.identities.KnownIdentities;
import io.keyway.usage.metering.AcceptanceWindow;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The settings of usage-service. The service refuses to start with an unknown key. */
@Validated
@ConfigurationProperties(prefix = "keyway.usage", ignoreUnknownFields = false)
public record UsageProperties(
        @DefaultValue @Valid Meters meters,
        @DefaultValue @Valid Ingest ingest,
        @DefaultValue @Valid Corrections corrections,
        @DefaultValue @Valid Remetering remetering,
        @DefaultValue @Valid Late late,
        @DefaultValue @Valid Journal journal,
        @DefaultValue @Valid Reads reads,
        @DefaultValue @Valid Quotas quotas,
        @DefaultValue @Valid Statements statements,
        @DefaultValue @Valid Credits credits) {

    /** Bytes of events that a process reads at once. */
    private static final long READ_BYTES_MAX = 64L << 20;

    /** What an identity of the running day takes in memory at most. */
    private static final int IDENTITY_BYTES = 80;

    /** One of so many parts of the heap is for identities. */
    private static final int HEAP_PARTS = 8;

    private static final Duration AHEAD_MAX = Duration.ofDays(1);
    private static final Duration BALANCE_AGE_MAX = Duration.ofSeconds(1);

    /**
     * Checks the limits of different features that depend on each other.
     *
     * @throws IllegalArgumentException if one limit does not fit another
     */
    public UsageProperties {
        if (ingest != null && journal != null && remetering != null) {
            long events = Math.max(journal.eventsMax(), remetering.eventsAtOnce());
            if (events * ingest.dataBytesMax() > READ_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "keyway.usage: ingest.data-bytes-max times journal.events-max or remetering.events-at-once is more than 64 MB, which are read at once");
            }
        }
    }

    /**
     * @param perVendorMax meters of one vendor, archived ones too; each event is checked against
     *     all of them
     * @param cacheFor how long meters are cached; as long may another instance miss a new one, or
     *     count with one that was archived
     */
    public record Meters(
            @DefaultValue("200") @Min(1) @Max(200) int perVendorMax,
            @DefaultValue("1s") Duration cacheFor) {}

    /**
     * @param eventsMax events of one request; a larger batch is refused with 413
     * @param sendTimeout how long to wait for the broker's acknowledgement; then the answer is 503
     * @param licensesCached licenses whose owners are cached
     * @param licensesCachedFor how long owners are cached; as long is a license that moved counted
     *     for its former owner
     * @param recentMax event identities kept to answer {@code duplicate} at once
     * @param productEventsMax events that one license may report with its key in {@code
     *     productEventsPer}, to one process; more are refused with 429. At least one full request
     * @param productEventsPer see {@code productEventsMax}
     * @param dataBytesMax longest data of an event that is kept on the bus to be measured again;
     *     longer data is measured and not kept. Far below a record of the bus, 1 MB
     */
    public record Ingest(
            @DefaultValue("1000") @Min(1) int eventsMax,
            @DefaultValue("5s") Duration sendTimeout,
            @DefaultValue("100000") @Min(1) int licensesCached,
            @DefaultValue("1s") Duration licensesCachedFor,
            @DefaultValue("100000") @Min(1) int recentMax,
            @DefaultValue("1000") @Min(1) int productEventsMax,
            @DefaultValue("10s") Duration productEventsPer,
            @DefaultValue("8192") @Min(0) @Max(262144) int dataBytesMax) {

        public Ingest {
            if (productEventsMax < eventsMax) {
                throw new IllegalArgumentException(
                        "product-events-max must be at least events-max, or a full request of a product never passes");
            }
        }
    }

    /**
     * @param searchedMax events of a partition that are read to find one to correct; beyond, the
     *     request must say when it happened
     * @param searchedFor how long the search takes at most, and how long it waits for its turn:
     *     there is one search at a time
     * @param sendEvery how often corrections are sent that could not be sent at once
     */
    public record Corrections(
            @DefaultValue("200000") @Min(1) int searchedMax,
            @DefaultValue("10s") Duration searchedFor,
            @DefaultValue("5s") Duration sendEvery) {}

    /**
     * @param eventsAtOnce events of the log that are measured again at once: those that count
     *     otherwise, and their corrections, are in memory together
     * @param changedMax events that one re-metering may change: each is a correction that is kept
     *     for ever, and those of a partition are remembered while a preview reads it
     * @param lease how long a process may take for {@code eventsAtOnce} before another one takes
     *     over
     * @param lookEvery how often a process looks for re-meterings to work on
     */
    public record Remetering(
            @DefaultValue("500") @Min(1) @Max(1000) int eventsAtOnce,
            @DefaultValue("500000") @Min(1) int changedMax,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("500ms") Duration lookEvery) {}

    /**
     * @param keptFor how long events are kept that came too late to count
     * @param perVendorMax late events that are kept of one vendor; further ones are only refused
     */
    public record Late(
            @DefaultValue("180d") Duration keptFor,
            @DefaultValue("100000") @Min(1) int perVendorMax) {}

    /**
     * @param eventsMax events of one journal
     * @param gatherFor how long the broker waits for more events before it returns a small batch
     * @param retryAfter the wait before the store or the bus is tried again
     * @param past how old an event may be; with 35 days, a month can be reported until the 4th
     * @param ahead how far in the future an event may be, for senders whose clock is fast
     * @param identitiesMax identities of all partitions in memory, each with 40 to 80 bytes; beyond
     *     half of it those of the largest partitions are sealed before the day ends, beyond it
     *     nothing is counted until they are. 0: as many as an eighth of the heap has room for
     * @param keptFor how long journals are kept: those received before are dropped once they are in
     *     the buckets and their months are closed for all payers, and can then no longer be
     *     verified; at least {@code past} and two days
     * @param loadThreads partitions whose state is loaded or sealed at once
     * @param lostUntil for a partition that has halted because the bus lost events that were not
     *     counted: the offset to go on from
     * @param topicAccepted the id of a usage topic that was made anew, to count from its start
     * @param recentMax sums of journals kept in memory until they are folded
     * @param foldEvery how often journals are merged into buckets
     * @param foldMax journals merged in one step
     */
    public record Journal(
            @DefaultValue("2000") @Min(1) int eventsMax,
            @DefaultValue("50ms") Duration gatherFor,
            @DefaultValue("1s") Duration retryAfter,
            @DefaultValue("35d") Duration past,
            @DefaultValue("5m") Duration ahead,
            @DefaultValue("0") @Min(0) int identitiesMax,
            @DefaultValue("400d") Duration keptFor,
            @DefaultValue("4") @Min(1) int loadThreads,
            @DefaultValue Map<Integer, Long> lostUntil,
            @DefaultValue("") String topicAccepted,
            @DefaultValue("50000") @Min(1) int recentMax,
            @DefaultValue("250ms") Duration foldEvery,
            @DefaultValue("20") @Min(1) int foldMax) {

        /**
         * Checks the limits that depend on each other.
         *
         * @throws IllegalArgumentException if one limit does not fit another
         */
        public Journal {
            require(
                    keptFor.compareTo(past.plus(KnownIdentities.MARGIN)) >= 0,
                    "journal.kept-for must be at least journal.past and two days: journals have the event ids of that time");
            require(
                    ahead.compareTo(AHEAD_MAX) <= 0,
                    "journal.ahead must be at most a day: the usage of a day is looked for in journals from the day before on");
        }

        /** Which events count by their time. */
        public AcceptanceWindow window() {
            return new AcceptanceWindow(past, ahead);
        }

        /** The limit on identities in memory, for this heap if the settings have none. */
        public int identitiesInMemory() {
            long room = Runtime.getRuntime().maxMemory() / HEAP_PARTS / IDENTITY_BYTES;
            return identitiesMax > 0 ? identitiesMax : Math.toIntExact(Math.min(room, 1 << 30));
        }

        private static void require(boolean fits, String otherwise) {
            if (!fits) {
                throw new IllegalArgumentException("keyway.usage: " + otherwise);
            }
        }
    }

    /**
     * @param unfoldedMax journals per partition that a read adds to the buckets; more are 503
     * @param bucketsMax daily buckets that one query may sum; more are refused with 400
     * @param rowsMax rows of one answer; more are refused with 400
     */
    public record Reads(
            @DefaultValue("200") @Min(1) int unfoldedMax,
            @DefaultValue("50000") @Min(1) int bucketsMax,
            @DefaultValue("10000") @Min(1) int rowsMax) {}

    /**
     * @param balancesCached balances in memory, each of one subject and meter
     * @param balancesCachedFor how old an answer of {@code GET /balances} may be; a second at most
     * @param checkEvery how often quotas are checked for the usage that was counted since; as much
     *     later is a threshold told
     * @param touchedMax subjects and meters with usage that are in memory at once while their
     *     quotas are checked
     */
    public record Quotas(
            @DefaultValue("100000") @Min(1) int balancesCached,
            @DefaultValue("1s") Duration balancesCachedFor,
            @DefaultValue("1s") Duration checkEvery,
            @DefaultValue("20000") @Min(1) int touchedMax) {

        public Quotas {
            if (balancesCachedFor.compareTo(BALANCE_AGE_MAX) > 0) {
                throw new IllegalArgumentException(
                        "quotas.balances-cached-for must be at most a second: balances are never older");
            }
        }
    }

    /**
     * @param periodsAdjusted closed periods that a statement checks for late usage and changed
     *     orders
     * @param linesMax lines of one statement
     * @param pdfLinesMax lines of a statement that is laid out as PDF; more are refused with 406
     * @param pdfWithin how long a request waits for its turn, because one PDF is laid out at a
     *     time; then it is refused with 503
     * @param payersAtOnce payers that are computed at once when a month is closed
     * @param lease how long a process may take for them before another one takes over
     * @param closeEvery how often a process looks for months to close
     */
    public record Statements(
            @DefaultValue("3") @Min(1) int periodsAdjusted,
            @DefaultValue("10000") @Min(1) int linesMax,
            @DefaultValue("2000") @Min(1) int pdfLinesMax,
            @DefaultValue("10s") Duration pdfWithin,
            @DefaultValue("200") @Min(1) @Max(1000) int payersAtOnce,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("500ms") Duration closeEvery) {}

    /**
     * @param openMax credits of one payer that something is left of; all of them are read for its
     *     statement
     * @param monthsMax months that a credit may pay, and that it may start ahead
     * @param notesOpenMax credit notes of one payer that its next statement is to have
     * @param notesPerLineMax credit notes of one line of a closed statement
     */
    public record Credits(
            @DefaultValue("100") @Min(1) @Max(1000) int openMax,
            @DefaultValue("60") @Min(1) @Max(600) int monthsMax,
            @DefaultValue("1000") @Min(1) @Max(5000) int notesOpenMax,
            @DefaultValue("100") @Min(1) @Max(1000) int notesPerLineMax) {}
}
