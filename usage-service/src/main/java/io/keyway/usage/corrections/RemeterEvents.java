package io.keyway.usage.corrections;

import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.RemeteringId;
import io.keyway.contracts.id.UsageCorrectionId;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.TimeSortedIds;
import io.keyway.usage.records.UsageRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What events of the log count with by now, and their correction by a re-metering. */
@Component
public class RemeterEvents {

    /** Somebody may correct an event by hand while it is measured again. */
    private static final int ATTEMPTS_MAX = 10;

    private final UsageCorrections corrections;
    private final SendCorrections send;
    private final Clock clock;

    RemeterEvents(UsageCorrections corrections, SendCorrections send, Clock clock) {
        this.corrections = corrections;
        this.send = send;
        this.clock = clock;
    }

    /**
     * Who measures again, and why.
     *
     * @param since when it was applied: the ids of the corrections follow from it
     */
    public record Cause(RemeteringId id, String reason, @Nullable AccountId by, Instant since) {}

    /**
     * What the events of these records count with now. Records of corrections are left out, but for
     * those that took in an event that came too late.
     *
     * @param records of different identities, at most a thousand
     */
    public Map<Fingerprint.Identity, Counted> counted(Collection<UsageRecord> records) {
        if (records.isEmpty()) {
            return Map.of();
        }
        Map<String, List<UsageCorrection>> corrected =
                corrections.ofEvents(records.stream().map(RemeterEvents::event).toList());
        Map<Fingerprint.Identity, Counted> counted = new HashMap<>();
        for (UsageRecord record : records) {
            List<UsageCorrection> own = corrected.get(event(record));
            if (own != null) {
                counted.put(record.fingerprint().identity(), Counted.of(own, record.data()));
            } else if (record.correction() == null) {
                counted.put(record.fingerprint().identity(), Counted.of(record));
            }
        }
        return counted;
    }

    /**
     * Corrects those of the events that shall count otherwise. What this re-metering has corrected
     * before stays, so a repetition changes nothing.
     *
     * @param events what they count with now, by their records
     * @param measuredAgain what an event shall count with; empty if it stays as it is
     * @return how many could not be corrected, because they were corrected too often
     */
    public int correct(
            Cause cause,
            Map<UsageRecord, Counted> events,
            Function<Counted, Optional<List<Measurement>>> measuredAgain) {
        List<UsageCorrection> made = new ArrayList<>();
        int refused = 0;
        for (Map.Entry<UsageRecord, Counted> one : events.entrySet()) {
            Fingerprint.Identity identity = one.getKey().fingerprint().identity();
            Counted now = one.getValue();
            int attempts = 0;
            boolean done = false;
            while (!done) {
                Optional<List<Measurement>> after =
                        now.remeterings().contains(cause.id())
                                ? Optional.empty()
                                : measuredAgain.apply(now);
                if (after.isEmpty()) {
                    break;
                }
                if (!now.correctable() || ++attempts > ATTEMPTS_MAX) {
                    refused++;
                    break;
                }
                Optional<UsageCorrection> stored =
                        corrections.insertRemetered(correction(cause, identity, now, after.get()));
                stored.ifPresent(made::add);
                done = stored.isPresent();
                if (!done) {
                    now = counted(List.of(one.getKey())).getOrDefault(identity, now);
                }
            }
        }
        if (!made.isEmpty()) {
            send.send(made);
        }
        return refused;
    }

    /** How many events the re-metering has corrected. */
    public long correctedBy(RemeteringId remetering) {
        return corrections.madeBy(remetering);
    }

    private UsageCorrection correction(
            Cause cause, Fingerprint.Identity identity, Counted now, List<Measurement> after) {
        String event = UsageCorrection.event(identity);
        Instant at = clock.instant();
        return new UsageCorrection(
                UsageCorrectionId.with(
                        TimeSortedIds.of(cause.since(), cause.id().value() + ":" + event)),
                event,
                UsageCorrection.eventRevision(event, now.revision() + 1),
                now.revision() + 1,
                now.attribution(),
                now.source(),
                now.id(),
                now.type(),
                now.time(),
                UsageCorrection.Action.REMETER,
                cause.reason(),
                now.measurements(),
                after,
                null,
                null,
                cause.id(),
                cause.by(),
                at,
                at);
    }

    private static String event(UsageRecord record) {
        return UsageCorrection.event(record.fingerprint().identity());
    }
}
