package io.keyway.e2e;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The events of a storm. Event n follows from the seed and n alone, so that it can be sent again at
 * any time, and what all of them must sum up to is computed without the system under test.
 *
 * @param start the time of the storm's events that are neither early nor late
 */
record EventStorm(long seed, Instant start, List<String> licenses, int size) {

    /** Of 100 events: those that happened hours or days before the event that was sent before. */
    private static final int OUT_OF_ORDER = 5;

    /** Of 100 events: those that come after the window of 35 days has passed. */
    private static final int TOO_LATE = 1;

    private static final Duration WINDOW = Duration.ofDays(34);
    static final Duration BEYOND = Duration.ofDays(40);
    private static final int COUNT_MAX = 9;

    private record Event(String license, Instant time, boolean inWindow, int count) {

        LocalDate day() {
            return time.atOffset(ZoneOffset.UTC).toLocalDate();
        }
    }

    private Event event(int number) {
        SplittableRandom random = new SplittableRandom(seed + number);
        int kind = random.nextInt(100);
        Instant time = start;
        if (kind < TOO_LATE) {
            time = start.minus(BEYOND);
        } else if (kind < TOO_LATE + OUT_OF_ORDER) {
            time = start.minusMillis(random.nextLong(WINDOW.toMillis()));
        }
        return new Event(
                licenses.get(random.nextInt(licenses.size())),
                time,
                kind >= TOO_LATE,
                1 + random.nextInt(COUNT_MAX));
    }

    /** A batch of the events with these numbers. */
    String batch(List<Integer> numbers) {
        return numbers.stream().map(this::json).collect(Collectors.joining(",", "[", "]"));
    }

    private String json(int number) {
        Event event = event(number);
        return """
        {"specversion":"1.0","id":"%d","source":"/storm/%d","type":"message.sent","subject":"%s",\
        "time":"%s","data":{"count":%d}}"""
                .formatted(number, seed, event.license(), event.time(), event.count());
    }

    /**
     * Whether the answer to a batch is right: events out of the window are rejected, the others are
     * taken or known.
     *
     * @return the first wrong result; empty if all are right
     */
    String wrong(List<Integer> numbers, JsonNode results) {
        for (int i = 0; i < numbers.size(); i++) {
            JsonNode result = results.path(i);
            boolean right =
                    event(numbers.get(i)).inWindow()
                            ? Set.of("accepted", "duplicate")
                                    .contains(result.path("status").asString())
                            : result.path("code").asString("").equals("out_of_window");
            if (!right) {
                return numbers.get(i) + ": " + result;
            }
        }
        return "";
    }

    /** What is expected of each license. */
    Map<String, BigDecimal> byLicense() {
        return sums(Event::license, event -> true);
    }

    /** What is expected of each license in the month of the storm's start. */
    Map<String, BigDecimal> byLicenseThisMonth() {
        YearMonth month = YearMonth.from(start.atOffset(ZoneOffset.UTC));
        return sums(Event::license, event -> YearMonth.from(event.day()).equals(month));
    }

    /** What is expected of these licenses on each day. */
    Map<LocalDate, BigDecimal> byDay(Set<String> of) {
        return sums(Event::day, event -> of.contains(event.license()));
    }

    private <K> Map<K, BigDecimal> sums(Function<Event, K> key, Predicate<Event> wanted) {
        Map<K, BigDecimal> sums = new HashMap<>();
        for (int number = 0; number < size; number++) {
            Event event = event(number);
            if (event.inWindow() && wanted.test(event)) {
                sums.merge(key.apply(event), BigDecimal.valueOf(event.count()), BigDecimal::add);
            }
        }
        return sums;
    }

    /** The numbers from one to another, exclusive, and some of the earlier ones again. */
    List<Integer> numbers(int from, int to, int again) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(from, Math.min(to, size)).boxed().toList());
        SplittableRandom random = new SplittableRandom(seed - from);
        for (int i = 0; i < again && from > 0; i++) {
            numbers.add(random.nextInt(from));
        }
        return numbers;
    }
}
