package io.keyway.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.usage.metering.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    private final Fingerprints seen = new Fingerprints(Duration.ofDays(35));

    @Test
    void findsEveryOneOfManyAndNoOther() {
        Random random = new Random(1);
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            fingerprints.add(fingerprint(random));
        }
        seen.add(1, fingerprints.subList(0, 30_000));
        seen.add(2, fingerprints.subList(30_000, 100_000));

        assertThat(seen.size()).isEqualTo(100_000);
        assertThat(fingerprints)
                .allMatch(
                        fingerprint ->
                                Long.valueOf(fingerprint.payload())
                                        .equals(seen.payloadOf(fingerprint.identity())));
        assertThat(seen.payloadOf(fingerprint(random).identity())).isNull();
    }

    @Test
    void findsAnIdentityOfZeros() {
        Fingerprint zero = new Fingerprint(new Fingerprint.Identity(0, 0), 0);

        assertThat(seen.payloadOf(zero.identity())).isNull();
        seen.add(1, List.of(zero));
        assertThat(seen.payloadOf(zero.identity())).isEqualTo(0);
    }

    @Test
    void remembersForTheWholeWindowAndForgetsAfterIt() {
        Random random = new Random(2);
        Fingerprint old = fingerprint(random);
        seen.add(100, List.of(old));

        seen.add(137, List.of(fingerprint(random)));
        assertThat(seen.payloadOf(old.identity())).isEqualTo(old.payload());

        seen.add(138, List.of(fingerprint(random)));
        assertThat(seen.payloadOf(old.identity())).isNull();
    }

    private static Fingerprint fingerprint(Random random) {
        return new Fingerprint(
                new Fingerprint.Identity(random.nextLong(), random.nextLong()), random.nextLong());
    }
}
