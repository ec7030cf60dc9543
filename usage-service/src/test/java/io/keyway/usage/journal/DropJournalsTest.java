package io.keyway.usage.journal;

import static io.keyway.usage.journal.Records.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import io.keyway.usage.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Five journals of ten offsets each, received on the days 190, 195, 199, 200 and 300. It is day
 * 600, and journals are kept for 400 days, so the first three may go.
 */
class DropJournalsTest {

    private static final List<Long> DAYS = List.of(190L, 195L, 199L, 200L, 300L);
    private static final Clock DAY_600 =
            Clock.fixed(Instant.EPOCH.plus(Duration.ofDays(600).plusHours(5)), ZoneOffset.UTC);
    private static final long ALL = 50;

    private final TestStore store = new TestStore();
    private final Journals journals = new Journals(store.collection("journals"), 1_000);
    private final Positions positions = new Positions(store.collection("positions"));
    private @Nullable Long billedBefore = 500L;
    private int journalsMax = 100;

    @BeforeEach
    void fiveJournals() {
        positions.add(PARTITION);
        for (int i = 0; i < DAYS.size(); i++) {
            journals.insert(List.of(journal(i * 10, DAYS.get(i))));
        }
        positions.advance(List.of(new Positions.Advance(PARTITION, 0, ALL)));
    }

    @Test
    void dropsWhatIsOlderThanTheRetention() {
        assertThat(drop(ALL)).isFalse();

        assertThat(starts()).containsExactly(30L, 40L);
        assertThat(positions.dropped(PARTITION)).isEqualTo(new Positions.Dropped(30, 199));
    }

    @Test
    void keepsWhatIsNotFolded() {
        positions.advance(List.of(new Positions.Advance(PARTITION, ALL, 19)));
        drop(ALL);
        assertThat(starts()).containsExactly(10L, 20L, 30L, 40L);

        positions.advance(List.of(new Positions.Advance(PARTITION, 19, 20)));
        drop(ALL);
        assertThat(starts()).containsExactly(20L, 30L, 40L);
    }

    @Test
    void keepsWhatHasIdentitiesThatAreNeeded() {
        drop(19);
        assertThat(starts()).containsExactly(10L, 20L, 30L, 40L);

        drop(20);
        assertThat(starts()).containsExactly(20L, 30L, 40L);
    }

    @Test
    void keepsWhatIsNotBilled() {
        // Usage of the journal of day 195 may be of day 196.
        billedBefore = 196L;
        drop(ALL);
        assertThat(starts()).containsExactly(10L, 20L, 30L, 40L);

        billedBefore = 197L;
        drop(ALL);
        assertThat(starts()).containsExactly(20L, 30L, 40L);
    }

    @Test
    void keepsAllWhileNobodyKnowsWhatIsBilled() {
        billedBefore = null;
        drop(ALL);

        assertThat(starts()).hasSize(5);
        assertThat(positions.dropped(PARTITION)).isEqualTo(Positions.Dropped.NONE);
    }

    @Test
    void theNewestJournalStays() {
        journals.delete(PARTITION, 20);
        store.collection("journals").deleteMany(new Document("from", 30L));
        store.collection("journals").deleteMany(new Document("from", 40L));
        drop(ALL);

        assertThat(starts()).containsExactly(20L);
        assertThat(journals.end(PARTITION)).isEqualTo(new Journals.End(30, 199));
    }

    @Test
    void dropsAsManyAtOnceAsOneRequestDeletes() {
        journalsMax = 2;
        assertThat(drop(ALL)).isTrue();
        assertThat(starts()).containsExactly(20L, 30L, 40L);

        assertThat(drop(ALL)).isFalse();
        assertThat(starts()).containsExactly(30L, 40L);
        assertThat(drop(ALL)).isFalse();
        assertThat(starts()).containsExactly(30L, 40L);
    }

    @Test
    void whatIsMarkedAndWasNotDeletedIsDeletedTheNextTime() {
        Journals killed =
                new Journals(
                        store.collection(
                                "journals",
                                "deleteMany",
                                () -> {
                                    throw new MongoException("killed");
                                }),
                        1_000);
        assertThatThrownBy(() -> step(killed, ALL))
                .isInstanceOf(MongoException.class)
                .hasMessage("killed");
        assertThat(starts()).hasSize(5);
        assertThat(positions.dropped(PARTITION)).isEqualTo(new Positions.Dropped(30, 199));

        // What is marked as dropped counts as dropped: nothing can bring it back.
        billedBefore = 0L;
        drop(0);

        assertThat(starts()).containsExactly(30L, 40L);
        assertThat(positions.dropped(PARTITION)).isEqualTo(new Positions.Dropped(30, 199));
    }

    @Test
    void aFormerOwnerTakesNoMarkBack() {
        drop(ALL);
        positions.drop(PARTITION, new Positions.Dropped(10, 190));

        assertThat(positions.dropped(PARTITION)).isEqualTo(new Positions.Dropped(30, 199));
        assertThat(positions.folded(PARTITION)).isEqualTo(ALL);
    }

    @Test
    void otherPartitionsKeepTheirs() {
        Partition other = new Partition(PARTITION.topicId(), 1);
        journals.insert(
                List.of(new Journal(other, 0, 10, 0, 0, List.of(), List.of(), List.of(), 190L)));
        drop(ALL);

        assertThat(journals.end(other).to()).isEqualTo(10);
        assertThat(store.collection("journals").countDocuments()).isEqualTo(3);
    }

    private boolean drop(long expiredTo) {
        return step(journals, expiredTo);
    }

    private boolean step(Journals of, long expiredTo) {
        return new DropJournals(
                        of,
                        positions,
                        () -> Optional.ofNullable(billedBefore).map(LocalDate::ofEpochDay),
                        Duration.ofDays(400),
                        DAY_600,
                        journalsMax)
                .step(PARTITION, expiredTo);
    }

    private static Journal journal(long from, long day) {
        return new Journal(PARTITION, from, from + 10, 0, 0, List.of(), List.of(), List.of(), day);
    }

    private List<Long> starts() {
        List<Long> starts = new ArrayList<>();
        journals.stored(PARTITION, 0, ALL).forEach(journal -> starts.add(journal.from()));
        return starts;
    }
}
