package io.keyway.kit.test.queries;

import io.keyway.kit.test.queries.Conditions.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Decides whether an index serves a query, by the rules of MongoDB's planner: the filter must
 * restrict the first field of the index, and the index must give the order: fields with one value
 * first, then those of the sort, all forward or all backward. The rest of the filter is tested on
 * each document that the index finds.
 *
 * <p>A scan in the order of an index that the filter does not restrict is served only if it has a
 * limit and nearly all documents match.
 */
final class IndexRules {

    /** How a query would be executed. */
    enum Verdict {
        SERVED,
        /** An index finds the documents; they are sorted in memory. */
        SORTED_IN_MEMORY,
        /** An index gives the order; documents are read until enough match. */
        WALKS,
        /** Every document of the collection is read. */
        SCANS_ALL
    }

    private IndexRules() {}

    static Verdict judge(Query query, Collection<DeclaredIndex> declared) {
        List<DeclaredIndex> indexes = new ArrayList<>(declared);
        indexes.add(DeclaredIndex.ID);
        return judge(Conditions.of(query.filter()), query, indexes);
    }

    private static Verdict judge(Conditions conditions, Query query, List<DeclaredIndex> indexes) {
        if (conditions.matchNothing()) {
            return Verdict.SERVED;
        }
        Verdict best = Verdict.SCANS_ALL;
        for (DeclaredIndex index : indexes) {
            best = better(best, judge(conditions, query, index));
        }
        for (List<Conditions> branches : conditions.anyOf()) {
            Verdict worst = Verdict.SERVED;
            for (Conditions branch : branches) {
                worst = worse(worst, judge(conditions.with(branch), query, indexes));
            }
            best = better(best, worst);
        }
        return best;
    }

    private static Verdict judge(Conditions conditions, Query query, DeclaredIndex index) {
        if (index.partial()) {
            return Verdict.SCANS_ALL;
        }
        boolean narrows =
                conditions.have(index.first(), Answer.EQUALITY)
                        || conditions.have(index.first(), Answer.RANGE)
                        || (index.sparse() && conditions.have(index.first(), Answer.PRESENCE));
        boolean orders = orders(conditions, query.sort(), index) || findsOne(conditions, index);
        if (narrows) {
            return orders ? Verdict.SERVED : Verdict.SORTED_IN_MEMORY;
        }
        boolean walks = orders && !query.sort().isEmpty() && query.limited() && !index.sparse();
        return !walks
                ? Verdict.SCANS_ALL
                : conditions.matchNearlyAll() ? Verdict.SERVED : Verdict.WALKS;
    }

    /** At most one document is always sorted. */
    private static boolean findsOne(Conditions conditions, DeclaredIndex index) {
        return index.unique()
                && index.parts().stream()
                        .allMatch(part -> conditions.have(part.field(), Answer.EQUALITY));
    }

    private static boolean orders(Conditions conditions, BsonDocument sort, DeclaredIndex index) {
        int place = 0;
        int turned = 0;
        for (Map.Entry<String, BsonValue> by : sort.entrySet()) {
            if (conditions.have(by.getKey(), Answer.EQUALITY)) {
                continue; // The field has the same value in all documents found.
            }
            while (place < index.parts().size()
                    && !index.parts().get(place).field().equals(by.getKey())
                    && conditions.have(index.parts().get(place).field(), Answer.EQUALITY)) {
                place++;
            }
            if (place == index.parts().size()
                    || !index.parts().get(place).field().equals(by.getKey())) {
                return false;
            }
            int turn =
                    index.parts().get(place).direction()
                            * Integer.signum(by.getValue().asNumber().intValue());
            if (turned != 0 && turn != turned) {
                return false;
            }
            turned = turn;
            place++;
        }
        return true;
    }

    private static Verdict better(Verdict one, Verdict other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
