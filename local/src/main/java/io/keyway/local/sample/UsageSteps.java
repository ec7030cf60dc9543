package io.keyway.local.sample;

import static io.keyway.local.sample.Answers.amount;
import static io.keyway.local.sample.Answers.first;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Two licenses report a month of usage; it is read at every level and billed in a statement. */
final class UsageSteps {

    private static final int EVENTS_PER_BATCH = 100;
    private static final int DAYS = 28;

    /** Messages of the newest day; each day before it has one more. */
    private static final int MESSAGES_MIN = 40;

    /** The facts that hold the ids of the licenses that report. */
    private static final List<String> LICENSES = List.of("license", "firstLicense");

    private UsageSteps() {}

    static String report(Play play) throws InterruptedException {
        List<String> events = events(play);
        int accepted = 0;
        for (int from = 0; from < events.size(); from += EVENTS_PER_BATCH) {
            List<String> batch =
                    events.subList(from, Math.min(events.size(), from + EVENTS_PER_BATCH));
            JsonNode answer =
                    play.postUntil(
                            play.recall("reseller"),
                            "events",
                            "[" + String.join(",", batch) + "]",
                            UsageSteps::noneRejected);
            accepted += answer.path("results").size();
        }
        return accepted + " events";
    }

    private static List<String> events(Play play) {
        Instant newest = placedAt(play).truncatedTo(ChronoUnit.HOURS);
        List<String> events = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (String license : LICENSES) {
                events.add(
                        """
                        {"specversion": "1.0", "id": "%s-%s", "source": "/sample",
                         "type": "com.northwind.message.sent", "subject": "%s", "time": "%s",
                         "datacontenttype": "application/json", "data": {"count": %s}}
                        """
                                .formatted(
                                        license,
                                        day,
                                        play.recall(license),
                                        newest.minus(day, ChronoUnit.DAYS),
                                        MESSAGES_MIN + day));
            }
        }
        return events;
    }

    private static boolean noneRejected(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .noneMatch(result -> result.path("status").asString().equals("rejected"));
    }

    static String read(Play play) throws InterruptedException {
        Instant day = placedAt(play).truncatedTo(ChronoUnit.DAYS);
        String query =
                "usage?meter=messages&from=%s&to=%s"
                        .formatted(day.minus(DAYS, ChronoUnit.DAYS), day.plus(1, ChronoUnit.DAYS));
        long perLicense = (long) DAYS * MESSAGES_MIN + DAYS * (DAYS - 1) / 2;
        long expected = LICENSES.size() * perLicense;
        List<String> shown = new ArrayList<>();
        for (String reader : List.of("vendor", "distributor", "reseller", "ada")) {
            JsonNode usage =
                    play.getUntil(play.recall(reader), query, now -> total(now) == expected);
            shown.add(reader + " " + total(usage));
        }
        return String.join(", ", shown);
    }

    static String statement(Play play) throws InterruptedException {
        YearMonth period = YearMonth.from(placedAt(play).atOffset(ZoneOffset.UTC));
        JsonNode statements =
                play.getUntil(
                        play.recall("distributor"),
                        "statements?partnerId=%s&period=%s"
                                .formatted(play.recall("distributorId"), period),
                        now -> first(now).path("lines").size() > 2);
        JsonNode statement = first(statements);
        return "%s owed to Northwind for %s, in %d lines"
                .formatted(amount(statement.path("total")), period, statement.path("lines").size());
    }

    private static Instant placedAt(Play play) {
        return Instant.parse(play.recall("placedAt"));
    }

    /** Whole messages; the API gives quantities as decimal strings. */
    private static long total(JsonNode usage) {
        return usage.path("items")
                .valueStream()
                .mapToLong(
                        row ->
                                Long.parseLong(
                                        row.path("quantity").asString().replaceAll("\\..*", "")))
                .sum();
    }
}
