package io.keyway.bench;

import java.util.List;

/**
 * One row of the result.
 *
 * @param counted the denominator: what one value stands for
 * @param values one per run, in the order of measuring
 * @param method how it was measured, in one line
 */
record Row(String name, String counted, String unit, List<Double> values, String method) {

    Row {
        values = List.copyOf(values);
    }

    Statistics statistics() {
        return Statistics.of(values);
    }
}
