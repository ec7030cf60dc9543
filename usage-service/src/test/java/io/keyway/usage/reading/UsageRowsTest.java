package io.keyway.usage.reading;

import static io.keyway.usage.journal.Records.METER;
import static io.keyway.usage.journal.Records.OURS;
import static io.keyway.usage.journal.Records.PARTITION;
import static io.keyway.usage.journal.Records.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.kit.http.Refused;
import io.keyway.usage.buckets.Bucket;
import io.keyway.usage.buckets.BucketKey;
import io.keyway.usage.metering.Partial;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sums of buckets that have one event in each hour, so that a quantity is a number of hours. */
class UsageRowsTest {

    private static final UsageZone BERLIN = UsageZone.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void theDayOnWhichClocksGoForwardHasTwentyThreeHours() {
        List<String> days = rows(Window.DAY, "2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z");

        assertThat(days)
                .containsExactly(
                        "2026-03-27T23:00:00Z 2026-03-28T23:00:00Z 24",
                        "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z 23",
                        "2026-03-29T22:00:00Z 2026-03-30T22:00:00Z 24");
        assertThat(rows(Window.HOUR, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).hasSize(23);
    }

    @Test
    void theDayOnWhichClocksGoBackHasTwentyFiveHours() {
        List<String> days = rows(Window.DAY, "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z");

        assertThat(days)
                .containsExactly(
                        "2026-10-23T22:00:00Z 2026-10-24T22:00:00Z 24",
                        "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z 25",
                        "2026-10-25T23:00:00Z 2026-10-26T23:00:00Z 24");
        List<String> hours = rows(Window.HOUR, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(hours).hasSize(25);
        assertThat(hours)
                .as("two o'clock comes twice, and is two hours")
                .contains(
                        "2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 1",
                        "2026-10-25T01:00:00Z 2026-10-25T02:00:00Z 1");
    }

    @Test
    void monthsAreThoseOfTheZone() {
        assertThat(rows(Window.MONTH, "2026-02-28T23:00:00Z", "2026-04-30T22:00:00Z"))
                .containsExactly(
                        "2026-02-28T23:00:00Z 2026-03-31T22:00:00Z " + (31 * 24 - 1),
                        "2026-03-31T22:00:00Z 2026-04-30T22:00:00Z " + 30 * 24);
        assertThat(rows(Window.MONTH, "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"))
                .containsExactly("2026-09-30T22:00:00Z 2026-10-31T23:00:00Z " + (31 * 24 + 1));
    }

    /** What does not fit into a day's bucket is one sum, which stands for no combination. */
    @Test
    void combinationsBeyondTheBucketAreARowOfTheirOwn() {
        BucketKey key = key(LocalDate.parse("2026-03-01"));
        Map<Bucket.Cell, Partial> cells = new LinkedHashMap<>();
        for (int i = 0; i < 2_005; i++) {
            cells.put(
                    new Bucket.Cell(0, Map.of("user", "u" + i, "region", "north")),
                    new Partial.Count(1));
        }
        cells.put(new Bucket.Cell(0, Map.of()), new Partial.Count(7));
        Bucket bucket = Bucket.empty(key).fold(List.of(new Bucket.Delta(1, cells)));

        List<UsageRows.Row> rows = rows(bucket, new Dimensions(List.of("region"), Map.of()), 10);

        assertThat(rows)
                .extracting(
                        row ->
                                row.quantity()
                                        + " "
                                        + row.group().dimensions()
                                        + " "
                                        + row.group().others())
                .containsExactlyInAnyOrder("2000 {region=north} null", "5 {} true", "7 {} null");
        assertThat(rows(bucket, new Dimensions(List.of(), Map.of("region", "north")), 10))
                .extracting(row -> row.quantity().toString())
                .containsExactly("2000");
        assertThat(rows(bucket, Dimensions.NONE, 1))
                .extracting(row -> row.quantity().toString())
                .containsExactly("2012");
    }

    @Test
    void bothSidesOfTheLimitOnRows() {
        List<Bucket> buckets = hourly("2026-03-01", "2026-03-03");
        UsageRange range = range("2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z", Window.HOUR);
        UsageRows.Grouping grouping =
                new UsageRows.Grouping(Window.HOUR, UsageZone.UTC, Set.of(), Dimensions.NONE);

        assertThat(rows(buckets, grouping, range, 48)).hasSize(48);
        assertThatThrownBy(() -> rows(buckets, grouping, range, 47)).isInstanceOf(Refused.class);
    }

    private static List<UsageRows.Row> rows(Bucket bucket, Dimensions dimensions, int max) {
        return rows(
                List.of(bucket),
                new UsageRows.Grouping(Window.DAY, UsageZone.UTC, Set.of(), dimensions),
                range("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", Window.DAY),
                max);
    }

    private static List<UsageRows.Row> rows(
            List<Bucket> buckets, UsageRows.Grouping grouping, UsageRange range, int max) {
        UsageRows rows = new UsageRows(grouping, range, max);
        buckets.forEach(rows::add);
        return rows.inOrder();
    }

    /** The rows in Berlin of usage that has one event in every hour of the year. */
    private static List<String> rows(Window window, String from, String to) {
        UsageRange range =
                UsageRange.of(Instant.parse(from), Instant.parse(to), window, BERLIN, NOW);
        return rows(
                        hourly("2026-01-01", "2027-01-01"),
                        new UsageRows.Grouping(window, BERLIN, Set.of(), Dimensions.NONE),
                        range,
                        10_000)
                .stream()
                .map(row -> row.start() + " " + row.end() + " " + row.quantity())
                .toList();
    }

    private static UsageRange range(String from, String to, Window window) {
        return UsageRange.of(Instant.parse(from), Instant.parse(to), window, UsageZone.UTC, NOW);
    }

    private static List<Bucket> hourly(String from, String to) {
        List<Bucket> buckets = new ArrayList<>();
        for (LocalDate day = LocalDate.parse(from);
                day.isBefore(LocalDate.parse(to));
                day = day.plusDays(1)) {
            Map<Bucket.Cell, Partial> cells = new LinkedHashMap<>();
            for (int hour = 0; hour < 24; hour++) {
                cells.put(new Bucket.Cell(hour, Map.of()), new Partial.Count(1));
            }
            buckets.add(Bucket.empty(key(day)).fold(List.of(new Bucket.Delta(1, cells))));
        }
        return buckets;
    }

    private static BucketKey key(LocalDate day) {
        return new BucketKey(
                new BucketKey.OfPartner(OURS.path().subList(0, OURS.path().indexOf(VENDOR) + 1)),
                METER,
                day,
                PARTITION);
    }
}
