package io.keyway.local.store;

import java.util.List;

/**
 * Entries to go through, one interval after the other, or side by side if the order is asked for.
 *
 * @param backward from the last to the first
 * @param ordered the documents come in the order that is asked for
 * @param byId they come in the order of their ids
 * @param repeats a document may come more than once
 * @param count how many entries there are, if need be by estimate
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
