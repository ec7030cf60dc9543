package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses how to answer a query: the way that reads the fewest documents. It needs no statistics,
 * because a map knows how many entries lie between two keys.
 *
 * <p>A walk in the requested order ends when the page is full. The estimate assumes that matching
 * documents are spread evenly, and are as many as the narrowest way reads.
 */
final class Planner {

    private final Documents documents;
    private final List<StoredIndex> indexes;

    Planner(Documents documents, List<StoredIndex> indexes) {
        this.documents = documents;
        this.indexes = indexes;
    }

    /**
     * Chooses the plan.
     *
     * @param wanted how many documents of the beginning are requested; 0 for all
     */
    Plan choose(Conditions conditions, Order order, int wanted) {
        List<Plan> plans = plans(conditions, order);
        long matching = plans.stream().mapToLong(Plan::count).min().orElse(0);
        return plans.stream()
                .min(
                        Comparator.<Plan>comparingLong(plan -> cost(plan, matching, wanted))
                                .thenComparing(plan -> !plan.ordered())
                                .thenComparing(plan -> !plan.byId()))
                .orElseThrow();
    }

    private List<Plan> plans(Conditions conditions, Order order) {
        if (Hint.scanning()) {
            return List.of(Walks.through(documents, Conditions.of(new Document()), order));
        }
        List<Plan> plans = new ArrayList<>();
        Walk all = Walks.through(documents, conditions, order);
        plans.add(all);
        if (all.count() <= 1) {
            return plans;
        }
        for (StoredIndex index : indexes) {
            if (index.holdsAll(conditions)) {
                plans.add(Walks.through(index, conditions, order));
            }
        }
        for (List<Conditions> alternatives : conditions.alternatives()) {
            plans.add(
                    new Union(
                            alternatives.stream()
                                    .map(one -> choose(conditions.and(one), Order.ANY, 0))
                                    .toList()));
        }
        return plans;
    }

    private static long cost(Plan plan, long matching, int wanted) {
        if (wanted == 0 || !plan.ordered() || matching == 0) {
            return plan.count();
        }
        double evenly = (double) wanted * plan.count() / matching;
        return Math.min(plan.count(), (long) Math.ceil(evenly));
    }
}
