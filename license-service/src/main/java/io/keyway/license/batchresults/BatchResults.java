package io.keyway.license.batchresults;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.BatchId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.license.batches.BatchRow;
import io.keyway.license.batches.BatchRow.Status;
import io.keyway.license.batches.BatchRows;
import io.keyway.license.licenses.License;
import io.keyway.license.licenses.Licenses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of a batch with the keys of their licenses, as far as the caller sees those. */
@Component
class BatchResults {

    /** Licenses in one page: rows with many licenses make a page shorter than was asked for. */
    private static final int LICENSES_MAX = 1000;

    /**
     * A row with its licenses.
     *
     * @param keys the keys of the licenses that the caller sees; some may have moved to another
     *     branch
     */
    record Result(BatchRow row, Map<LicenseId, String> keys) {}

    /**
     * @param more whether rows follow
     */
    record Results(List<Result> items, boolean more) {}

    private final BatchRows rows;
    private final Licenses licenses;

    BatchResults(BatchRows rows, Licenses licenses) {
        this.rows = rows;
        this.licenses = licenses;
    }

    /**
     * At most {@code max} rows in their order.
     *
     * @param status null for all
     * @param after the number of the row before the first; 0 to start
     */
    Results page(Caller caller, BatchId batch, @Nullable Status status, int after, int max) {
        List<BatchRow> found = rows.list(batch, status, after, max + 1);
        List<BatchRow> shown = limited(found.subList(0, Math.min(max, found.size())));
        return new Results(withKeys(caller, shown), shown.size() < found.size());
    }

    /** The first rows that have at most {@link #LICENSES_MAX} licenses together; at least one. */
    private static List<BatchRow> limited(List<BatchRow> found) {
        int count = 0;
        int keys = 0;
        for (BatchRow row : found) {
            keys += row.licenses().size();
            if (count > 0 && keys > LICENSES_MAX) {
                break;
            }
            count++;
        }
        return found.subList(0, count);
    }

    private List<Result> withKeys(Caller caller, List<BatchRow> shown) {
        Map<LicenseId, License> visible =
                licenses.visible(
                        caller, shown.stream().flatMap(row -> row.licenses().stream()).toList());
        List<Result> results = new ArrayList<>();
        for (BatchRow row : shown) {
            Map<LicenseId, String> keys = new LinkedHashMap<>();
            for (LicenseId id : row.licenses()) {
                License license = visible.get(id);
                if (license != null) {
                    keys.put(id, license.key().value());
                }
            }
            results.add(new Result(row, keys));
        }
        return results;
    }
}
