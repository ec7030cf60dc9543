package io.keyway.usage.buckets;

import io.keyway.usage.metering.Partial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The journals of one partition, up to {@code off}, as far as they concern one owner, meter and
 * day.
 *
 * @param off journals that end here or before are in it: merging one again changes nothing
 */
public record Bucket(BucketKey key, long off, SequencedMap<Cell, Partial> cells) {

    /**
     * Most cells of a bucket; further combinations of dimensions go, hour by hour, into one cell of
     * {@link Cell#OTHERS}, so that a sender with endless values cannot outgrow a document. Sums
     * stay.
     */
    static final int CELLS_MAX = 2_000;

    /** The same where each cell holds a set of up to 32 KiB. */
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
    }

    /** What one journal adds to one bucket. */
    public record Delta(long to, Map<Cell, Partial> cells) {}

    /**
     * The bucket with the journals that it lacks; itself if it lacks none. In the order of
     * journals.
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
