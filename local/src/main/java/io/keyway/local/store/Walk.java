package io.keyway.local.store;

import java.util.List;

/**
 * Intervals of entries to read, one after the other, or merged if an order is requested.
 *
 * @param backward from the last to the first
 * @param ordered the documents come in the requested order
 * @param byId they come sorted by id
 * @param repeats a document may come more than once
 * @param count number of entries, possibly estimated
 */
record Walk(
        Entries entries,
        List<Interval> intervals,
        boolean backward,
        boolean ordered,
        boolean byId,
        boolean repeats,
        long count)
        implements Plan {}
