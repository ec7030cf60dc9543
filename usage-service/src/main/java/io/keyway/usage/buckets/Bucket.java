package io.keyway.usage.buckets;

import io.keyway.usage.metering.Partial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The usage of one owner, meter and day in one partition.
 *
 * @param off the offset up to which journals are merged: merging one of them again changes nothing
 */
public record Bucket(BucketKey key, long off, SequencedMap<Cell, Partial> cells) {

    /**
     * Cells of a bucket at most. Further combinations of dimensions go into one cell per hour,
     * {@link Cell#OTHERS}, so that a sender with endless values cannot outgrow a document. Sums
     * stay exact.
     */
    static final int CELLS_MAX = 2_000;

    /** The same limit for unique_count, whose cells have up to 32 KiB each. */
    static final int CELLS_OF_SETS_MAX = 200;

    public static Bucket empty(BucketKey key) {
        return new Bucket(key, 0, new LinkedHashMap<>());
    }

    /**
     * An hour and one combination of dimensions.
     *
     * @param hour 0 to 23, UTC
     */
    public record Cell(int hour, Map<String, String> dimensions) {

        static final Map<String, String> OTHERS = Map.of("", "others");

        public Cell {
            dimensions = Map.copyOf(dimensions);
        }

        /** Whether it has all combinations of dimensions that the bucket had no room for. */
        public boolean isOthers() {
            return dimensions.equals(OTHERS);
        }
    }

    /**
     * What one journal adds to one bucket.
     *
     * @param to the end offset of the journal
     */
    public record Delta(long to, Map<Cell, Partial> cells) {}

    /**
     * The bucket with those deltas that it does not have yet; the same object if it has all.
     *
     * @param deltas in the order of their journals
     */
    public Bucket fold(List<Delta> deltas) {
        List<Delta> missing = new ArrayList<>();
        long end = off;
        for (Delta delta : deltas) {
            if (delta.to() > end) {
                missing.add(delta);
                end = delta.to();
            }
        }
        if (missing.isEmpty()) {
            return this;
        }
        SequencedMap<Cell, Partial> merged = new LinkedHashMap<>(cells);
        for (Delta delta : missing) {
            delta.cells().forEach((cell, partial) -> merge(merged, cell, partial));
        }
        return new Bucket(key, end, merged);
    }

    private static void merge(Map<Cell, Partial> cells, Cell cell, Partial partial) {
        int max = partial instanceof Partial.UniqueCount ? CELLS_OF_SETS_MAX : CELLS_MAX;
        boolean fits = cells.containsKey(cell) || cell.dimensions().isEmpty() || cells.size() < max;
        cells.merge(fits ? cell : new Cell(cell.hour(), Cell.OTHERS), partial, Partial::merge);
    }
}
