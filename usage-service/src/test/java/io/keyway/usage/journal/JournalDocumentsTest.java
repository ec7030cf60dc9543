package io.keyway.usage.journal;

import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.usage.TestStore;
import io.keyway.usage.metering.DistinctCounter;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JournalDocumentsTest {

    private final Journals journals = new Journals(new TestStore().collection("journals"));

    @Test
    void everyPartAndAggregationComesBackAsItWas() {
        Journal journal =
                new Journal(
                        PARTITION,
                        7,
                        9,
                        2,
                        1,
                        Stream.of(
                                        new Partial.Sum(
                                                new BigDecimal("1".repeat(60) + ".000000000001")),
                                        new Partial.Count(Long.MAX_VALUE),
                                        new Partial.Average(new BigDecimal("2.50"), 3),
                                        new Partial.Max(new BigDecimal("-1")),
                                        new Partial.Min(new BigDecimal("0.1")),
                                        new Partial.Latest(
                                                NOON.plusNanos(123_456_789), 3, 8, BigDecimal.TEN),
                                        new Partial.UniqueCount(DistinctCounter.of(1, 2, 3)))
                                .map(partial -> delta(Map.of("a.b", "$c", "d", ""), partial))
                                .toList(),
                        List.of(
                                new Fingerprint(new Fingerprint.Identity(1, -2), 3),
                                new Fingerprint(new Fingerprint.Identity(-1, 2), -3)),
                        List.of(
                                new Journal.Rejected(
                                        7, Refusal.UNREADABLE, null, null, null, null, null, NOON),
                                new Journal.Rejected(
                                        8,
                                        Refusal.CONFLICT,
                                        OURS,
                                        "/s",
                                        "id",
                                        "t",
                                        NOON.toString(),
                                        NOON)),
                        20_000);

        assertThat(journals.insert(journal)).isEqualTo(Journals.Commit.DONE);
        assertThat(journals.after(PARTITION, 7, 1)).containsExactly(journal);
        assertThat(journals.insert(journal)).isEqualTo(Journals.Commit.FENCED);
    }

    private static Journal.Delta delta(Map<String, String> dimensions, Partial partial) {
        return new Journal.Delta(new Journal.Key(OURS, Records.METER, NOON, dimensions), partial);
    }
}
