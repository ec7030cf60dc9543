package io.keyway.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Statistics of several runs. No mean, because one pause of the machine would distort it.
 *
 * @param min with {@code max} the spread; there are too few runs for other measures
 */
record Statistics(int runs, double median, double min, double max) {

    static Statistics of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Statistics(sorted.size(), median, sorted.getFirst(), sorted.getLast());
    }

    /**
     * Divides each value by the one measured right after it, so that a slow minute affects both.
     */
    static List<Double> ratios(List<Double> ones, List<Double> others) {
        if (ones.size() != others.size()) {
            throw new IllegalArgumentException("there are pairs only if both are as many");
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ones.size(); i++) {
            ratios.add(ones.get(i) / others.get(i));
        }
        return ratios;
    }
}
