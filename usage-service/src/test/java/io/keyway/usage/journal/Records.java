package io.keyway.usage.journal;

import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.log.UsageLog;
import io.keyway.usage.metering.AcceptanceWindow;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.UsageRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A small network and the records of its usage. */
public final class Records {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final AcceptanceWindow WINDOW =
            new AcceptanceWindow(Duration.ofDays(35), Duration.ofMinutes(5));
    public static final Partition PARTITION = new Partition("topic", 0);

    public static final PartnerId VENDOR = PartnerId.next();
    public static final PartnerId DISTRIBUTOR = PartnerId.next();
    public static final PartnerId RESELLER = PartnerId.next();
    public static final MeterId METER = MeterId.next();
    public static final Attribution OURS =
            new Attribution(
                    List.of(VENDOR, DISTRIBUTOR, RESELLER),
                    CustomerId.next(),
                    LicenseId.next(),
                    ProductId.next());
    public static final Attribution OF_DISTRIBUTOR =
            new Attribution(
                    List.of(VENDOR, DISTRIBUTOR),
                    CustomerId.next(),
                    LicenseId.next(),
                    ProductId.next());

    private Records() {}

    public static UsageRecord usage(Attribution whose, String id, Instant time, long value) {
        return usage(whose, id, time, NOON, value);
    }

    public static UsageRecord usage(
            Attribution whose, String id, Instant time, Instant receivedAt, long value) {
        return new UsageRecord(
                whose,
                "/test",
                id,
                "api.call",
                time,
                receivedAt,
                new Fingerprint(
                        Fingerprint.Identity.of(whose.vendorId(), whose.licenseId(), "/test", id),
                        31 * time.hashCode() + value),
                List.of(
                        new Measurement(
                                METER, Aggregation.SUM, BigDecimal.valueOf(value), 0, Map.of())));
    }

    public static UsageRecord usage(String id, long value) {
        return usage(OURS, id, NOON, value);
    }

    /** The records as a batch that begins at {@code from}. */
    static List<UsageLog.Consumed> batch(long from, List<UsageRecord> records) {
        List<UsageLog.Consumed> batch = new ArrayList<>();
        for (UsageRecord usage : records) {
            batch.add(new UsageLog.Consumed(from + batch.size(), usage, NOON));
        }
        return batch;
    }

    static Journal count(
            long from, List<UsageLog.Consumed> batch, Map<Fingerprint.Identity, Long> known) {
        return CountEvents.of(PARTITION, from, Long.MIN_VALUE, batch, known, WINDOW);
    }

    /** The journals that an owner writes for this log when it cuts it after so many records. */
    public static List<Journal> journals(List<UsageRecord> log, int... lengths) {
        Map<Fingerprint.Identity, Long> known = new HashMap<>();
        List<Journal> journals = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < log.size(); i++) {
            int to = i < lengths.length ? Math.min(log.size(), from + lengths[i]) : log.size();
            Journal journal = count(from, batch(from, log.subList(from, to)), known);
            journal.fingerprints()
                    .forEach(counted -> known.put(counted.identity(), counted.payload()));
            journals.add(journal);
            from = to;
        }
        return journals;
    }
}
