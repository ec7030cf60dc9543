package io.keyway.bench;

import java.util.List;

/**
 * One line of the result.
 *
 * @param counted the denominator: what one of the values stands for
 * @param values one per run, in the order in which they were measured
 * @param method how, in a line
 */
record Row(String name, String counted, String unit, List<Double> values, String method) {

    Row {
        values = List.copyOf(values);
    }

    Statistics statistics() {
        return Statistics.of(values);
    }
}
