package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a document at the fields of an index: one row, or one row for each element of a
 * list. Fields of the elements of one list stay together: a row has the fields of one element.
 */
final class IndexedValues {

    private final List<IndexPart> parts;
    private final List<@Nullable Object[]> rows = new ArrayList<>(1);
    private long lists;
    private boolean present;

    private IndexedValues(List<IndexPart> parts) {
        this.parts = parts;
    }

    static IndexedValues of(Document document, List<IndexPart> parts) {
        IndexedValues values = new IndexedValues(parts);
        @Nullable Object[] at = new Object[parts.size()];
        Arrays.fill(at, document);
        values.expand(at, new int[parts.size()]);
        return values;
    }

    List<@Nullable Object[]> rows() {
        return rows;
    }

    /** The parts whose path goes through a list, one bit each. */
    long lists() {
        return lists;
    }

    /** Whether the document has one of the fields. */
    boolean present() {
        return present;
    }

    /**
     * Adds the rows below one position.
     *
     * @param at the value that each part has reached
     * @param depths how many names of its path lead there; more than all: the end is reached
     */
    private void expand(@Nullable Object[] at, int[] depths) {
        Collection<?> list = null;
        for (int part = 0; part < at.length; part++) {
            advance(at, depths, part);
            if (at[part] instanceof Collection<?> found && !done(depths, part)) {
                if (list != null && list != found) {
                    throw new CannotIndexParallelArraysError(
                            parts.stream().map(IndexPart::path).toList());
                }
                list = found;
            }
        }
        if (list == null) {
            for (Object value : at) {
                present |= !(value instanceof Missing);
            }
            rows.add(at);
            return;
        }
        for (int part = 0; part < at.length; part++) {
            lists |= at[part] == list && !done(depths, part) ? 1L << part : 0;
        }
        for (Object element : list.isEmpty() ? List.of(KeyWriter.NO_ELEMENT) : list) {
            @Nullable Object[] next = at.clone();
            int[] nextDepths = depths.clone();
            for (int part = 0; part < at.length; part++) {
                if (at[part] == list && !done(depths, part)) {
                    next[part] = element;
                    // An element of the last field's list is the value, even if it is a list
                    // itself.
                    nextDepths[part] += depths[part] == parts.get(part).fragments().size() ? 1 : 0;
                }
            }
            expand(next, nextDepths);
        }
    }

    private boolean done(int[] depths, int part) {
        return depths[part] > parts.get(part).fragments().size();
    }

    private void advance(@Nullable Object[] at, int[] depths, int part) {
        List<String> fragments = parts.get(part).fragments();
        while (depths[part] < fragments.size() && !(at[part] instanceof Collection)) {
            at[part] =
                    at[part] instanceof Document document
                            ? document.getOrMissing(fragments.get(depths[part]))
                            : Missing.getInstance();
            depths[part]++;
        }
    }
}
