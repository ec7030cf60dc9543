package io.keyway.usage.identities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import io.keyway.usage.TestStore;
import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownIdentitiesTest {

    private static final Duration PAST = Duration.ofDays(35);

    private final TestStore database = new TestStore();
    private final MongoCollection<Document> seals = database.collection("seals");
    private final MongoCollection<Document> blocks = database.collection("blocks");
    private final SealedStore store = new SealedStore(seals, blocks);
    private final Random random = new Random(1);

    @Test
    void findsEveryOneOfManyAndNoOther() {
        KnownIdentities known = load(40_000);
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<Fingerprint> some = some(10_000);
            known.add(i, i + 1, 20_000 + i / 6, some);
            all.addAll(some);
        }
        assertFinds(known, all);

        sealAll(known);

        // Days of 6, 6, 6 and 2; the first 4 of 6 are sealed apart, the last day is in memory.
        assertThat(seals.countDocuments()).isEqualTo(6);
        assertFinds(known, all);
        assertThat(known.size()).isEqualTo(200_000);
        assertThat(known.payloadsOf(identities(some(10_000)))).isEmpty();
    }

    @Test
    void whatIsSealedIsFoundByTheNextOwner() {
        KnownIdentities known = load(1_000);
        List<Fingerprint> sealed = some(5_000);
        known.add(7, 9, 20_000, sealed);
        List<Fingerprint> later = some(10);
        known.add(9, 12, 20_001, later);
        sealAll(known);

        KnownIdentities next = load(1_000);

        assertThat(next.sealedTo()).isEqualTo(9);
        assertFinds(next, sealed);
        assertThat(next.payloadsOf(identities(later))).isEmpty();
    }

    @Test
    void sealingTwiceDoesNoHarm() {
        KnownIdentities known = load(1_000);
        List<Fingerprint> sealed = some(3_000);
        known.add(0, 5, 20_000, sealed);
        known.add(5, 6, 20_001, some(1));
        known.seal(known.complete().orElseThrow());
        sealAll(known);

        assertThat(seals.countDocuments()).isEqualTo(1);
        assertThat(blocks.countDocuments()).isEqualTo(3);
        assertFinds(load(1_000), sealed);
    }

    @Test
    void remembersForTheWholeWindowAndForgetsAfterIt() {
        KnownIdentities known = load(1_000);
        List<Fingerprint> old = some(2_000);
        known.add(0, 1, 100, old);
        known.add(1, 2, 137, some(1));
        sealAll(known);
        assertFinds(known, old);
        assertThat(known.expire()).isEmpty();

        known.add(2, 3, 138, some(1));
        assertThat(known.payloadsOf(identities(old))).isEmpty();
        assertThat(known.expire()).isEmpty();

        sealAll(known);

        assertThat(known.expire())
                .hasValueSatisfying(
                        range -> {
                            assertThat(range).isEqualTo(new KnownIdentities.Range(0, 1));
                            known.delete(range);
                        });
        assertThat(known.expire()).isEmpty();
        assertThat(blocks.countDocuments()).isEqualTo(1);
        assertThat(seals.countDocuments()).isEqualTo(1);
        assertThat(load(1_000).sealedTo()).isEqualTo(2);
    }

    @Test
    void expiredIsWhatTheNewestEventCannotRepeat() {
        KnownIdentities known = load(1_000);
        assertThat(known.expiredTo()).isZero();
        known.add(0, 10, 100, some(1));
        known.add(10, 20, 101, some(1));
        known.add(20, 30, 137, some(1));
        sealAll(known);
        assertThat(known.expiredTo()).isZero();

        known.add(30, 40, 138, some(1));
        assertThat(known.expiredTo()).isEqualTo(10);
        assertThat(known.expire()).isPresent();
        assertThat(known.expiredTo()).isEqualTo(10);

        // What is in memory only is no seal: a new owner reads it from the journals.
        known.add(40, 50, 500, some(1));
        assertThat(known.expiredTo()).isEqualTo(20);
        sealAll(known);
        assertThat(known.expiredTo()).isEqualTo(40);
    }

    /** As when a process is replaced by one with other settings, and both still work. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 2", "1, 4", "2, 1", "3, 1", "3, 2", "8, 1", "8, 4"})
    void sealsOfOwnersWithDifferentLimitsGoTogether(int byOne, int byOther) {
        List<Fingerprint> all = some(40);
        KnownIdentities one = load(5);
        KnownIdentities other = load(12);
        add(one, 0, all);
        add(other, 0, all);
        KnownIdentities.Stretch slow = one.complete().orElseThrow();
        seal(other, byOther);
        one.sealed(one.seal(slow));
        seal(one, byOne - 1);
        assertFinds(other, all);
        assertFinds(one, all);

        KnownIdentities next = load(7);

        long sealedTo = next.sealedTo();
        assertThat(sealedTo).isEqualTo(Math.max(5 * byOne, Math.min(40, 12 * byOther)));
        add(next, (int) sealedTo, all);
        assertFinds(next, all);

        next = load(7);
        next.add(sealedTo, 41, 20_200, some(1));
        assertFinds(load(7), all.subList(0, (int) sealedTo));
        expireAll(next);
        assertThat(load(7).sealedTo()).isEqualTo(sealedTo);

        next.add(41, 42, 20_300, some(1));
        sealAll(next);
        expireAll(next);
        assertThat(seals.countDocuments()).isEqualTo(1);
        assertThat(blocks.countDocuments()).isEqualTo(1);
        assertThat(load(7).sealedTo()).isEqualTo(41);
    }

    private static void add(KnownIdentities known, int from, List<Fingerprint> all) {
        for (int i = from; i < all.size(); i++) {
            known.add(i, i + 1, 20_000, all.subList(i, i + 1));
        }
        known.add(all.size(), all.size() + 1, 20_001, List.of());
    }

    private static void seal(KnownIdentities known, int stretches) {
        for (int i = 0; i < stretches; i++) {
            known.sealed(known.seal(known.complete().orElseThrow()));
        }
    }

    private static void expireAll(KnownIdentities known) {
        Optional<KnownIdentities.Range> expired = known.expire();
        while (expired.isPresent()) {
            known.delete(expired.get());
            expired = known.expire();
        }
    }

    @Test
    void aStretchWithoutIdentitiesIsSealedToo() {
        KnownIdentities known = load(1_000);
        known.add(0, 5, 20_000, List.of());
        known.add(5, 6, 20_001, some(1));
        sealAll(known);

        assertThat(load(1_000).sealedTo()).isEqualTo(5);
        assertThat(load(1_000).payloadsOf(identities(some(10)))).isEmpty();
    }

    @Test
    void residentAreLessThanThreeBytesPerIdentity() {
        SealedIdentities sealed =
                SealedIdentities.of(0, 1, 0, some(100_000).stream().sorted(byIdentity()).toList());

        assertThat(sealed.filterBytes().length + sealed.firstsBytes().length).isLessThan(300_000);
        assertThat(
                        some(100_000).stream()
                                .filter(other -> sealed.mayContain(other.identity()))
                                .count())
                .isLessThan(50);
    }

    @Test
    void aMissingOrChangedBlockOrSealIsNoticed() {
        KnownIdentities known = load(1_000);
        List<Fingerprint> sealed = some(3_000);
        known.add(0, 5, 20_000, sealed);
        known.add(5, 6, 20_001, some(1));
        known.add(6, 7, 20_002, some(1));
        known.add(7, 8, 20_003, some(1));
        sealAll(known);

        blocks.updateOne(new Document(), Updates.set("identities", new Binary(new byte[24])));
        assertThatThrownBy(() -> known.payloadsOf(identities(sealed)))
                .isInstanceOf(HaltedException.class);
        blocks.deleteOne(new Document());
        assertThatThrownBy(() -> known.payloadsOf(identities(sealed)))
                .isInstanceOf(HaltedException.class);
        seals.deleteOne(new Document("from", 5L));
        assertThatThrownBy(() -> load(1_000)).isInstanceOf(HaltedException.class);
        seals.deleteOne(new Document("from", 6L));
        seals.updateOne(new Document(), Updates.set("firsts", new Binary(new byte[8])));
        assertThatThrownBy(() -> load(1_000)).isInstanceOf(HaltedException.class);
    }

    private static Comparator<Fingerprint> byIdentity() {
        return Comparator.comparing(Fingerprint::identity);
    }

    private KnownIdentities load(int openMax) {
        return KnownIdentities.load("topic:0", store, PAST, openMax);
    }

    private static void sealAll(KnownIdentities known) {
        while (known.complete().isPresent()) {
            known.sealed(known.seal(known.complete().get()));
        }
    }

    private static void assertFinds(KnownIdentities known, List<Fingerprint> fingerprints) {
        Map<Fingerprint.Identity, Long> payloads = new HashMap<>();
        fingerprints.forEach(one -> payloads.put(one.identity(), one.payload()));
        assertThat(known.payloadsOf(identities(fingerprints)).equals(payloads)).isTrue();
    }

    private static List<Fingerprint.Identity> identities(List<Fingerprint> fingerprints) {
        return fingerprints.stream().map(Fingerprint::identity).toList();
    }

    private List<Fingerprint> some(int count) {
        List<Fingerprint> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(
                    new Fingerprint(
                            new Fingerprint.Identity(random.nextLong(), random.nextLong()),
                            random.nextLong()));
        }
        return some;
    }
}
