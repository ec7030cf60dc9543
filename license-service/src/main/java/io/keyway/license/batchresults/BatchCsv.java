package io.keyway.license.batchresults;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.batches.BatchRow;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Writes the results of a batch as CSV: one line per license, and one for a row without any. */
final class BatchCsv {

    private static final Pattern FORMULA = Pattern.compile("\\s*[=+@\\t\\r-]");

    private final CSVPrinter printer;

    BatchCsv(Writer to) throws IOException {
        this.printer = new CSVPrinter(to, CSVFormat.RFC4180);
        printer.printRecord(
                "row",
                "status",
                "code",
                "detail",
                "customer",
                "product",
                "policy",
                "quantity",
                "licenseId",
                "key");
    }

    /**
     * @param keys the keys of its licenses that the caller sees
     */
    void row(BatchRow row, Map<LicenseId, String> keys) throws IOException {
        if (keys.isEmpty()) {
            line(row, null, null);
        }
        for (Map.Entry<LicenseId, String> license : keys.entrySet()) {
            line(row, license.getKey(), license.getValue());
        }
    }

    private void line(BatchRow row, @Nullable LicenseId license, @Nullable String key)
            throws IOException {
        ProblemCode code = row.code();
        printer.printRecord(
                row.number(),
                row.status().name().toLowerCase(Locale.ROOT),
                code == null ? "" : code.code(),
                cell(row.detail()),
                cell(row.input().customer()),
                cell(row.input().product()),
                cell(row.input().policy()),
                row.input().licenses(),
                license == null ? "" : license.value(),
                cell(key));
    }

    /** Prefixes a text that a spreadsheet would run as a formula with an apostrophe. */
    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }
}
