package io.keyway.usage.journal;

import static io.keyway.usage.journal.Records.NOON;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.usage.TestStore;
import io.keyway.usage.identities.HaltedException;
import io.keyway.usage.metering.DistinctCounter;
import io.keyway.usage.metering.Fingerprint;
import io.keyway.usage.metering.Partial;
import io.keyway.usage.metering.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;

class JournalDocumentsTest {

    private final MongoCollection<Document> documents = new TestStore().collection("journals");
    private final Journals owner = new Journals(documents, 1_000);

    /** Of another process, which has nothing in memory. */
    private final Journals journals = new Journals(documents, 1_000);

    @Test
    void everyPartAndAggregationComesBackAsItWas() {
        Journal journal = journal();

        assertThat(owner.insert(List.of(journal))).isEmpty();
        assertThat(journals.after(PARTITION, 7, 1)).containsExactly(journal.withoutFingerprints());
        assertThat(fingerprints()).isEqualTo(journal.fingerprints());
        assertThat(journals.end(PARTITION)).isEqualTo(new Journals.End(9, 20_000));
        assertThat(owner.insert(List.of(journal))).containsExactly(journal);
    }

    @Test
    void aJournalWithAChangedByteIsNotRead() {
        owner.insert(List.of(journal()));
        documents.updateOne(new Document(), Updates.set("deltas.1.partial.count", 1L));

        assertThatThrownBy(() -> journals.after(PARTITION, 7, 1))
                .isInstanceOf(HaltedException.class)
                .hasMessageContaining("topic:0:0000000000000000007")
                .hasMessageContaining("Restore it");
        assertThat(fingerprints()).hasSize(2);
    }

    @Test
    void fingerprintsWithAChangedByteAreNotRead() {
        owner.insert(List.of(journal()));
        byte[] bytes = documents.find().first().get("fingerprints", Binary.class).getData();
        bytes[17] ^= 1;
        documents.updateOne(new Document(), Updates.set("fingerprints", new Binary(bytes)));

        assertThatThrownBy(this::fingerprints).isInstanceOf(HaltedException.class);
        assertThat(journals.after(PARTITION, 7, 1)).hasSize(1);
    }

    @Test
    void aJournalCanBeReadWhenItsFingerprintsHaveExpired() {
        owner.insert(List.of(journal()));

        journals.removeFingerprints(PARTITION, 0, 7);
        assertThat(fingerprints()).hasSize(2);
        journals.removeFingerprints(PARTITION, 0, 8);
        assertThat(fingerprints()).isEmpty();
        assertThat(journals.after(PARTITION, 7, 1)).hasSize(1);
    }

    @Test
    void foldingReadsWhatWasJustWrittenFromMemory() {
        owner.insert(List.of(journal()));
        documents.deleteMany(new Document());

        assertThat(owner.after(PARTITION, 7, 1)).containsExactly(journal().withoutFingerprints());
        assertThat(journals.after(PARTITION, 7, 1)).isEmpty();
    }

    @Test
    void journalsAreReadFromTheFirstOfADay() {
        for (int day = 1; day <= 4; day++) {
            owner.insert(
                    List.of(
                            new Journal(
                                    PARTITION, day, day + 1, 0, 0, List.of(), List.of(), List.of(),
                                    day)));
        }

        assertThat(journals.upTo(PARTITION, 4, 2)).extracting(Journal::day).containsExactly(2L, 3L);
        assertThat(journals.upTo(PARTITION, 9, 5)).isEmpty();
    }

    private List<Fingerprint> fingerprints() {
        List<Fingerprint> found = new ArrayList<>();
        journals.fingerprints(PARTITION, 0, (from, to, day, some) -> found.addAll(some));
        return found;
    }

    private static Journal journal() {
        return new Journal(
                PARTITION,
                7,
                9,
                2,
                1,
                Stream.of(
                                new Partial.Sum(new BigDecimal("1".repeat(60) + ".000000000001")),
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
                                8, Refusal.CONFLICT, OURS, "/s", "id", "t", NOON.toString(), NOON)),
                20_000);
    }

    private static Journal.Delta delta(Map<String, String> dimensions, Partial partial) {
        return new Journal.Delta(new Journal.Key(OURS, Records.METER, NOON, dimensions), partial);
    }
}
