package io.keyway.usage.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Lets tests of other packages do what only an owner may. */
public final class Committed {

    private Committed() {}

    /** Drops the journals that were received before this day. */
    public static void drop(Journals journals, Positions positions, LocalDate kept) {
        Instant now = kept.atStartOfDay(ZoneOffset.UTC).toInstant();
        new DropJournals(
                        journals,
                        positions,
                        () -> Optional.of(LocalDate.MAX),
                        Duration.ZERO,
                        Clock.fixed(now, ZoneOffset.UTC),
                        1_000)
                .step(Records.PARTITION, Long.MAX_VALUE);
    }

    public static void commit(Journals journals, Positions positions, List<Journal> committed) {
        committed.forEach(
                journal -> {
                    positions.add(journal.partition());
                    if (!journals.insert(List.of(journal)).isEmpty()) {
                        throw new IllegalStateException(journal.id() + " is there already");
                    }
                });
    }
}
