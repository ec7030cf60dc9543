package io.keyway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results, with the machine and the commit, as a table and as JSON.
 *
 * @param commit of the checkout; empty if unknown
 * @param comparable false for a quick run
 * @param loadBefore load average of the last minute before anything was started; negative where the
 *     system does not report it. Near 0 on an idle machine
 * @param failures groups that could not be measured, with the reason
 */
record Report(
        Instant at,
        String commit,
        boolean comparable,
        int cores,
        double loadBefore,
        String java,
        String system,
        String store,
        List<Line> lines,
        List<String> failures) {

    /** A row with its statistics, as the file contains it. */
    record Line(
            String group,
            String name,
            String counted,
            String unit,
            int runs,
            double median,
            double min,
            double max,
            List<Double> values,
            String method,
            String store) {

        static Line of(String group, Row row, String store) {
            Statistics statistics = row.statistics();
            return new Line(
                    group,
                    row.name(),
                    row.counted(),
                    row.unit(),
                    statistics.runs(),
                    statistics.median(),
                    statistics.min(),
                    statistics.max(),
                    row.values(),
                    row.method(),
                    store);
        }
    }

    private static final String STAND_IN = "stand-in";
    private static final String FORMAT = "%-56s  %12s  %-22s  %5s  %-10s  %s";

    /** The store as the report describes it. */
    static String inWords(String store) {
        return store.equals(STAND_IN)
                ? STAND_IN + " for MongoDB: its speed says nothing about MongoDB's"
                : store + ", one node";
    }

    String table() {
        List<String> text = new ArrayList<>();
        text.add(
                "Keyway %s, %s, %s, %d cores, load before %s, Java %s"
                        .formatted(commit, at, system, cores, number(loadBefore), java));
        text.add("Store: " + store + ".");
        if (!comparable) {
            text.add("A quick run: it shows that the benchmark works; its numbers mean nothing.");
        }
        text.add("");
        text.add(FORMAT.formatted("", "median", "min – max", "runs", "unit", "counted"));
        String group = "";
        for (Line line : lines) {
            if (!line.group.equals(group)) {
                group = line.group;
                text.add("");
                text.add(group.toUpperCase(Locale.ROOT));
            }
            text.add(
                    FORMAT.formatted(
                            line.name,
                            number(line.median),
                            number(line.min) + " – " + number(line.max),
                            line.runs,
                            line.unit,
                            line.counted));
            String on = store.startsWith(STAND_IN) ? " [" + STAND_IN + " store]" : "";
            text.add("    " + line.method + on);
        }
        failures.forEach(failure -> text.add("\nNOT MEASURED " + failure));
        return String.join(System.lineSeparator(), text);
    }

    void write(Path file) {
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, json.writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException("the results cannot be written: " + file, e);
        }
    }

    /** Three significant digits: the spread is seldom smaller. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
