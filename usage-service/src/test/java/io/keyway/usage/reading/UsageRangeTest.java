package io.keyway.usage.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.kit.http.Problem;
import io.keyway.kit.http.Refused;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRangeTest {

    private static final Instant NOW = Instant.parse("2026-10-31T23:30:00Z");
    private static final UsageZone BERLIN = UsageZone.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z",
        "Europe/Berlin, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "America/New_York, 2026-10-01T04:00:00Z, 2026-11-01T04:00:00Z",
        "Pacific/Auckland, 2026-10-31T11:00:00Z, 2026-11-30T11:00:00Z"
    })
    void theDefaultIsTheRunningMonthOfTheZone(String zone, String from, String to) {
        UsageRange range = UsageRange.of(null, null, Window.MONTH, UsageZone.of(zone), NOW);

        assertThat(range).isEqualTo(new UsageRange(Instant.parse(from), Instant.parse(to)));
    }

    /** October has 31 days and an hour in Berlin. */
    @Test
    void aMonthInWhichClocksGoBackIsNotTooLongForHours() {
        Instant october = Instant.parse("2026-09-30T22:00:00Z");
        Instant november = Instant.parse("2026-10-31T23:00:00Z");

        assertThat(UsageRange.of(october, november, Window.HOUR, BERLIN, NOW).to())
                .isEqualTo(november);
        refused("from", () -> UsageRange.of(october, november, Window.HOUR, UsageZone.UTC, NOW));
        refused(
                "from",
                () -> UsageRange.of(october, november.plusSeconds(1), Window.HOUR, BERLIN, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Australia/Adelaide"})
    void aZoneThatDiffersByPartsOfAnHourIsRefused(String zone) {
        refused("zone", () -> UsageRange.of(null, null, Window.MONTH, UsageZone.of(zone), NOW));
    }

    /** Its clocks change by half an hour, from ten hours and a half to eleven. */
    @Test
    void aZoneThatComesToDifferByPartsOfAnHourIsRefused() {
        UsageZone lordHowe = UsageZone.of("Australia/Lord_Howe");
        Instant march = Instant.parse("2026-03-01T00:00:00Z");
        assertThatCode(
                        () ->
                                UsageRange.of(
                                        march,
                                        Instant.parse("2026-04-01T00:00:00Z"),
                                        Window.DAY,
                                        lordHowe,
                                        NOW))
                .doesNotThrowAnyException();
        refused(
                "zone",
                () ->
                        UsageRange.of(
                                march,
                                Instant.parse("2026-05-01T00:00:00Z"),
                                Window.DAY,
                                lordHowe,
                                NOW));
    }

    /** Only the offsets of the range count: Pyongyang was half an hour off from 2015 to 2018. */
    @Test
    void aZoneIsRefusedForRangesOnly() {
        UsageZone pyongyang = UsageZone.of("Asia/Pyongyang");
        assertThatCode(() -> UsageRange.of(null, null, Window.MONTH, pyongyang, NOW))
                .doesNotThrowAnyException();
        Instant before = Instant.parse("2015-08-01T00:00:00Z");
        refused(
                "zone",
                () ->
                        UsageRange.of(
                                before,
                                Instant.parse("2015-09-01T00:00:00Z"),
                                Window.MONTH,
                                pyongyang,
                                NOW));
        assertThatCode(
                        () ->
                                UsageRange.of(
                                        before,
                                        Instant.parse("2015-08-14T15:00:00Z"),
                                        Window.MONTH,
                                        pyongyang,
                                        NOW))
                .as("the change is at the end")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "europe/berlin", "+02:00", "GMT+2", "Z", "UTC+1", "x"})
    void whatTheIanaDatabaseDoesNotHaveIsRefused(String zone) {
        refused("zone", () -> UsageZone.of(zone));
    }

    @Test
    void withoutAZoneItIsUtc() {
        assertThat(UsageZone.of(null)).isEqualTo(UsageZone.UTC);
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.problem().invalidFields())
                                        .extracting(Problem.InvalidField::field)
                                        .containsExactly(field));
    }
}
