package io.keyway.license.batchinput;

import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.LicenseClass;
import io.keyway.kit.http.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch from CSV (RFC 4180), separated by commas or, as spreadsheets in some countries
 * write it, by semicolons. The first line names the columns, in any order. An empty cell means no
 * value.
 */
public final class ReadCsv {

    private static final int DAY_CHARS = "2026-01-31".length();

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    private final BatchKind kind;
    private final int rowsMax;
    private final RowErrors errors = new RowErrors();

    private ReadCsv(BatchKind kind, int rowsMax) {
        this.kind = kind;
        this.rowsMax = rowsMax;
    }

    /**
     * @throws Refused if it is not CSV, has unknown or missing columns, too many rows, or cells
     *     that cannot be parsed
     */
    public static List<RowInput> rows(byte[] body, BatchKind kind, int rowsMax) {
        ReadCsv reading = new ReadCsv(kind, rowsMax);
        List<RowInput> rows = reading.read(text(body));
        reading.errors.refuseIfAny();
        return rows;
    }

    private static String text(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            // Spreadsheets mark UTF-8 with a byte order mark.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException otherCharset) {
            throw Refused.invalid("", "must be text in UTF-8").get();
        }
    }

    private List<RowInput> read(String text) {
        try (CSVParser parser =
                FORMAT.builder()
                        .setDelimiter(delimiter(text))
                        .get()
                        .parse(new StringReader(text))) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw Refused.invalid("columns", "must be named in the first line").get();
            }
            List<Column> columns = columns(records.next());
            errors.refuseIfAny();
            List<RowInput> rows = new ArrayList<>();
            while (records.hasNext() && !errors.full()) {
                CSVRecord record = records.next();
                if (rows.size() == rowsMax) {
                    throw Refused.invalid("rows", "must be at most " + rowsMax).get();
                }
                rows.add(row(rows.size(), record, columns));
            }
            return rows;
        } catch (IOException | UncheckedIOException | IllegalStateException notCsv) {
            throw Refused.invalid("", "is not CSV: a quoted cell does not end as it should").get();
        }
    }

    private static char delimiter(String text) {
        String header = text.lines().findFirst().orElse("");
        return header.contains(";") && !header.contains(",") ? ';' : ',';
    }

    private List<Column> columns(CSVRecord header) {
        List<Column> columns = new ArrayList<>();
        for (String cell : header) {
            Optional<Column> column = Column.named(cell.strip()).filter(known -> known.isOf(kind));
            if (column.isEmpty()) {
                errors.add(
                        "columns[%d]".formatted(columns.size()),
                        "is no column: the columns are " + names());
                return columns;
            }
            if (columns.contains(column.get())) {
                errors.add("columns[%d]".formatted(columns.size()), "is there twice");
            }
            columns.add(column.get());
        }
        for (Column column : Column.of(kind)) {
            if (column.isRequiredIn(kind) && !columns.contains(column)) {
                errors.add("columns", "must have " + column.wire());
            }
        }
        return columns;
    }

    private String names() {
        return String.join(", ", Column.of(kind).stream().map(Column::wire).toList());
    }

    private RowInput row(int number, CSVRecord record, List<Column> columns) {
        Map<Column, String> cells = new EnumMap<>(Column.class);
        if (record.size() > columns.size()) {
            errors.add("rows[%d]".formatted(number), "has more cells than there are columns");
        }
        for (int i = 0; i < Math.min(record.size(), columns.size()); i++) {
            // A key is not stripped: a key of another system may start or end with a blank.
            String cell = columns.get(i) == Column.KEY ? record.get(i) : record.get(i).strip();
            if (!cell.isEmpty()) {
                cells.put(columns.get(i), cell);
            }
        }
        return new RowInput(
                cells.get(Column.CUSTOMER),
                cells.get(Column.PRODUCT),
                cells.get(Column.POLICY),
                parsed(number, Column.QUANTITY, cells, Integer::valueOf, "must be a whole number"),
                parsed(
                        number,
                        Column.CLASS,
                        cells,
                        cell -> LicenseClass.valueOf(upper(cell)),
                        "must be primary or additional"),
                parsed(
                        number,
                        Column.TYPE,
                        cells,
                        cell -> LicenseType.valueOf(upper(cell)),
                        "must be perpetual, subscription, trial or consumption"),
                cells.get(Column.RESELLER_NOTES),
                cells.get(Column.CUSTOMER_DETAILS),
                parsed(
                        number,
                        Column.CUSTOMER_PAID,
                        cells,
                        ReadCsv::truth,
                        "must be true or false"),
                parsed(
                        number,
                        Column.CUSTOMER_PAID_DATE,
                        cells,
                        ReadCsv::day,
                        "must be a date like 2026-01-31"),
                cells.get(Column.KEY),
                cells.get(Column.SHA256),
                instant(number, Column.ISSUED_AT, cells),
                instant(number, Column.EXPIRES_AT, cells));
    }

    private @Nullable Instant instant(int row, Column column, Map<Column, String> cells) {
        return parsed(
                row,
                column,
                cells,
                cell ->
                        cell.contains("T")
                                ? Instant.parse(cell)
                                : day(cell).atStartOfDay(ZoneOffset.UTC).toInstant(),
                "must be a time like 2026-01-31T12:00:00Z, or a date");
    }

    private <T> @Nullable T parsed(
            int row,
            Column column,
            Map<Column, String> cells,
            Function<String, T> parse,
            String otherwise) {
        String cell = cells.get(column);
        if (cell == null) {
            return null;
        }
        try {
            return parse.apply(cell);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            errors.add(RowErrors.cell(row, column), otherwise);
            return null;
        }
    }

    private static String upper(String cell) {
        return cell.toUpperCase(Locale.ROOT);
    }

    private static boolean truth(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static LocalDate day(String cell) {
        if (cell.length() != DAY_CHARS) {
            throw new IllegalArgumentException(); // A year with more than four digits.
        }
        return LocalDate.parse(cell);
    }
}
