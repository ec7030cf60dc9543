package io.keyway.license.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchingTest {

    private static final Map<String, String> KNOWN =
            Map.of("board", "b1", "disk", "d1", "network", "n1", "cpu", "c1");

    @Test
    void matchAnyNeedsOneComponent() {
        assertThat(Matching.MATCH_ANY.isMet(KNOWN, Map.of("disk", "d1"))).isTrue();
        assertThat(Matching.MATCH_ANY.isMet(KNOWN, Map.of("disk", "d2", "board", "d1"))).isFalse();
    }

    @Test
    void matchMostNeedsMoreThanHalf() {
        assertThat(Matching.MATCH_MOST.isMet(KNOWN, Map.of("disk", "d1", "cpu", "c1"))).isFalse();
        assertThat(
                        Matching.MATCH_MOST.isMet(
                                KNOWN, Map.of("disk", "d1", "cpu", "c1", "network", "n1")))
                .isTrue();
    }

    @Test
    void matchAllNeedsEveryKnownComponent() {
        assertThat(Matching.MATCH_ALL.isMet(KNOWN, Map.of("disk", "d1", "cpu", "c1"))).isFalse();
        assertThat(
                        Matching.MATCH_ALL.isMet(
                                KNOWN,
                                Map.of(
                                        "disk", "d1", "cpu", "c1", "network", "n1", "board", "b1",
                                        "gpu", "g9")))
                .isTrue();
    }

    @Test
    void aMachineWithoutComponentsIsNeverMet() {
        for (Matching matching : Matching.values()) {
            assertThat(matching.isMet(Map.of(), Map.of("disk", "d1")))
                    .as(matching.name())
                    .isFalse();
        }
    }

    @Test
    void overageIsRoundedDown() {
        assertThat(Overage.REFUSE.places(3)).isEqualTo(3);
        assertThat(upTo("1.5").places(3)).isEqualTo(4);
        assertThat(upTo("1").places(3)).isEqualTo(3);
        assertThat(new Overage(Overage.Mode.UNLIMITED, null).places(3))
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static Overage upTo(String factor) {
        return new Overage(Overage.Mode.UP_TO, new BigDecimal(factor));
    }
}
