package io.keyway.usage.identities;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.usage.TestStore;
import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityMemoryTest {

    private static final int MAX = 100;

    private final TestStore database = new TestStore();
    private final SealedStore store =
            new SealedStore(database.collection("seals"), database.collection("blocks"));
    private final Random random = new Random(1);
    private final List<KnownIdentities> partitions =
            List.of(partition(0), partition(1), partition(2));
    private final IdentityMemory memory = new IdentityMemory(MAX);

    @Test
    void nothingIsSealedEarlyWhileHalfIsFree() {
        add(0, 20);
        add(1, 20);
        add(2, 10);

        assertThat(memory.hasRoom(partitions)).isTrue();
        assertThat(partitions).noneMatch(partition -> partition.complete().isPresent());
    }

    @Test
    void theLargestAreSealedEarlyUntilThreeQuartersAreFree() {
        add(0, 10);
        add(1, 31);
        add(2, 12);

        assertThat(memory.hasRoom(partitions)).isTrue();
        assertThat(partitions)
                .map(partition -> partition.complete().isPresent())
                .containsExactly(false, true, false);
    }

    @Test
    void nothingMayBeAddedUntilSomeAreSealed() {
        List<Fingerprint> added = add(1, MAX);
        assertThat(memory.hasRoom(partitions)).isTrue();
        added.addAll(add(1, 1));
        assertThat(memory.hasRoom(partitions)).isFalse();

        KnownIdentities sealing = partitions.get(1);
        sealing.sealed(sealing.seal(sealing.complete().orElseThrow()));

        assertThat(memory.hasRoom(partitions)).isTrue();
        assertThat(sealing.payloadsOf(added.stream().map(Fingerprint::identity).toList()))
                .hasSize(MAX + 1);
    }

    private List<Fingerprint> add(int partition, int count) {
        List<Fingerprint> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(
                    new Fingerprint(
                            new Fingerprint.Identity(random.nextLong(), random.nextLong()), i));
        }
        long from = partitions.get(partition).size();
        partitions.get(partition).add(from, from + count, 20_000, added);
        return added;
    }

    private KnownIdentities partition(int number) {
        return KnownIdentities.load("topic:" + number, store, Duration.ofDays(35), 1_000);
    }
}
