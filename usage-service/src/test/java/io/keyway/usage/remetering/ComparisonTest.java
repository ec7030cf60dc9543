package io.keyway.usage.remetering;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.MeterId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.ProductId;
import io.keyway.usage.corrections.Counted;
import io.keyway.usage.metering.Aggregation;
import io.keyway.usage.metering.Measurement;
import io.keyway.usage.metering.Meter;
import io.keyway.usage.records.Attribution;
import io.keyway.usage.records.EventData;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-10T12:00:00Z");
    private static final Attribution OWNER =
            new Attribution(
                    List.of(PartnerId.next()),
                    CustomerId.next(),
                    LicenseId.next(),
                    ProductId.next());
    private static final Meter METER =
            new Meter(
                    MeterId.next(),
                    OWNER.vendorId(),
                    "calls",
                    "api.call",
                    Aggregation.SUM,
                    "n",
                    List.of("region"));
    private static final Comparison COMPARISON = new Comparison(METER);
    private static final Measurement OTHER =
            new Measurement(MeterId.next(), Aggregation.COUNT, null, 0, Map.of());

    @Test
    void anEventThatCountsAsItIsReadStays() {
        assertThat(verdict(counted("{\"n\": 5.0, \"region\": \"eu\"}", sum("5.00", "eu"), OTHER)))
                .isInstanceOf(Comparison.Verdict.Same.class);
    }

    @Test
    void anotherValueAndAnotherDimensionCountOtherwise() {
        for (Measurement was : List.of(sum("4", "eu"), sum("5", "us"), sum("5", null))) {
            Counted event = counted("{\"n\": 5, \"region\": \"eu\"}", OTHER, was);

            assertThat(verdict(event))
                    .isEqualTo(new Comparison.Verdict.Changed(was, sum("5", "eu")));
            // What other meters have read stays.
            assertThat(COMPARISON.measuredAgain(event)).contains(List.of(OTHER, sum("5", "eu")));
        }
    }

    @Test
    void whatTheMeterCannotReadCountsNoMore() {
        Counted event = counted("{\"m\": 5}", sum("4", null), OTHER);

        assertThat(verdict(event)).isEqualTo(new Comparison.Verdict.Changed(sum("4", null), null));
        assertThat(COMPARISON.measuredAgain(event)).contains(List.of(OTHER));
        assertThat(verdict(counted("{\"m\": 5}", OTHER)))
                .isInstanceOf(Comparison.Verdict.Unreadable.class);
    }

    /** The meter was made, or restored, after the event. */
    @Test
    void whatTheMeterDoesNotCountIsAdded() {
        assertThat(COMPARISON.measuredAgain(counted("{\"n\": \"7\"}", OTHER)))
                .contains(List.of(OTHER, sum("7", null)));
    }

    @Test
    void aVoidedEventStaysVoidedAndOneWithoutDataStaysAsItIs() {
        Counted counted = counted("{\"n\": 5}");
        Counted voided =
                new Counted(
                        OWNER,
                        "/s",
                        "e",
                        "api.call",
                        NOVEMBER,
                        Set.of(METER.id()),
                        List.of(),
                        1,
                        true,
                        counted.data(),
                        Set.of());

        assertThat(verdict(voided)).isInstanceOf(Comparison.Verdict.Voided.class);
        assertThat(verdict(counted(null, sum("4", null))))
                .isInstanceOf(Comparison.Verdict.WithoutData.class);
        assertThat(COMPARISON.measuredAgain(voided)).isEmpty();
    }

    /** Of random events the sums of each month are those of a plain addition. */
    @Test
    void aTallySumsTheChangesOfEachMonth() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<YearMonth, BigDecimal> before = new HashMap<>();
        Map<YearMonth, BigDecimal> after = new HashMap<>();
        long changed = 0;
        Tally tally = Tally.NOTHING;
        for (int i = 0; i < 2_000; i++) {
            BigDecimal was = BigDecimal.valueOf(random.nextInt(1_000), random.nextInt(4));
            BigDecimal is =
                    random.nextBoolean()
                            ? was
                            : BigDecimal.valueOf(random.nextInt(1_000), random.nextInt(4));
            Instant time = NOVEMBER.minusSeconds(random.nextInt(60 * 86_400));
            Counted event =
                    at(time, "{\"n\": " + is.toPlainString() + "}", sum(was.toPlainString(), null));
            switch (COMPARISON.verdict(event)) {
                case Comparison.Verdict.Changed one -> {
                    changed++;
                    YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
                    before.merge(month, was, BigDecimal::add);
                    after.merge(month, is, BigDecimal::add);
                    assertThat(was).as("seed %d", seed).isNotEqualByComparingTo(is);
                    tally = tally.changed(event, one);
                }
                case Comparison.Verdict same -> {
                    assertThat(was).as("seed %d", seed).isEqualByComparingTo(is);
                    tally = tally.unchanged(same);
                }
            }
        }
        assertThat(tally.changed()).as("seed %d", seed).isEqualTo(changed);
        assertThat(tally.examples()).hasSize(Tally.EXAMPLES_MAX);
        assertThat(tally.months().keySet()).isEqualTo(before.keySet());
        tally.months()
                .forEach(
                        (month, sums) -> {
                            assertThat(sums.before().partial(Aggregation.SUM).quantity())
                                    .as("seed %d", seed)
                                    .isEqualByComparingTo(before.get(month));
                            assertThat(sums.after().partial(Aggregation.SUM).quantity())
                                    .as("seed %d", seed)
                                    .isEqualByComparingTo(after.get(month));
                        });
        assertThat(ContractJson.mapper().readValue(json(tally), Tally.class)).isEqualTo(tally);
    }

    private static String json(Tally tally) {
        return ContractJson.mapper().writeValueAsString(tally);
    }

    private static Comparison.Verdict verdict(Counted event) {
        return COMPARISON.verdict(event);
    }

    private static Counted counted(@Nullable String data, Measurement... measurements) {
        return at(NOVEMBER, data, measurements);
    }

    private static Counted at(Instant time, @Nullable String data, Measurement... measurements) {
        return new Counted(
                OWNER,
                "/s",
                "e",
                "api.call",
                time,
                Set.of(METER.id()),
                List.of(measurements),
                0,
                false,
                data == null ? null : new EventData(ContractJson.mapper().readTree(data)),
                Set.of());
    }

    private static Measurement sum(String value, @Nullable String region) {
        return new Measurement(
                METER.id(),
                Aggregation.SUM,
                new BigDecimal(value),
                0,
                region == null ? Map.of() : Map.of("region", region));
    }
}
