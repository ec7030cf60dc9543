package io.keyway.license.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.contracts.id.IssuanceId;
import io.keyway.contracts.id.LicenseId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LicenseSeriesTest {

    private static final byte[] SECRET = new byte[32];
    private final IssuanceId issuance = IssuanceId.next();

    @Test
    void makesTheSameLicensesAgain() {
        LicenseSeries once = LicenseSeries.of(issuance, SECRET);
        LicenseSeries again = LicenseSeries.of(issuance, SECRET);

        for (int index : new int[] {0, 1, 99, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(again.id(index)).isEqualTo(once.id(index));
            assertThat(again.randomKey(index)).isEqualTo(once.randomKey(index));
        }
    }

    @Test
    void keepsItsWireFormForGood() {
        LicenseSeries series =
                LicenseSeries.of(new IssuanceId("iss_01arz3ndektsv4rrffq69g5fav"), SECRET);

        assertThat(series.id(0).value()).startsWith("lic_01arz3ndek0000000").hasSize(30);
        assertThat(series.id(33).value()).startsWith("lic_01arz3ndek0000011");
        assertThat(series.randomKey(0)).matches("([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}");
    }

    @Test
    void neverRepeatsAnIdOrAKey() {
        Set<Object> seen = new HashSet<>();
        for (IssuanceId one : List.of(issuance, IssuanceId.next(), IssuanceId.next())) {
            LicenseSeries series = LicenseSeries.of(one, SECRET);
            for (int index = 0; index < 5_000; index++) {
                assertThat(seen.add(series.id(index))).isTrue();
                assertThat(seen.add(series.randomKey(index))).isTrue();
            }
        }
    }

    @Test
    void anotherSecretGivesOtherKeys() {
        byte[] other = SECRET.clone();
        other[31] = 1;

        assertThat(LicenseSeries.of(issuance, other).randomKey(0))
                .isNotEqualTo(LicenseSeries.of(issuance, SECRET).randomKey(0));
    }

    @Test
    void idsSortByIndex() {
        LicenseSeries series = LicenseSeries.of(issuance, SECRET);
        List<String> ids =
                IntStream.range(0, 2_000).mapToObj(series::id).map(LicenseId::value).toList();

        assertThat(ids).isSorted();
        assertThatThrownBy(() -> series.id(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunksCoverTheQuantityExactlyOnce() {
        for (int quantity : new int[] {1, 99, 100, 101, 250, 1_000}) {
            List<Integer> covered =
                    Chunk.of(quantity, 100).stream()
                            .flatMap(
                                    chunk ->
                                            IntStream.range(
                                                            chunk.first(),
                                                            chunk.first() + chunk.count())
                                                    .boxed())
                            .toList();

            assertThat(covered).isEqualTo(IntStream.range(0, quantity).boxed().toList());
            assertThat(Chunk.of(quantity, 100)).allMatch(chunk -> chunk.count() <= 100);
        }
        assertThatThrownBy(() -> Chunk.of(0, 100)).isInstanceOf(IllegalArgumentException.class);
    }
}
