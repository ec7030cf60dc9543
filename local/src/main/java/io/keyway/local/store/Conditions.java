package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a query demands of single fields, at its top level and inside {@code $and} there: whatever
 * matches the query meets each of these, and usually more is demanded than they say.
 *
 * <p>Only what is certain is read. Documents and lists as values have rules of their own, and so
 * have {@code $ne}, {@code $nin}, {@code $not} and {@code $all} beside other operators: they are
 * left out. An {@code $or} is read as alternatives, and as the range that all of them lie in.
 */
final class Conditions {

    private static final Set<String> OF_ITS_OWN = Set.of("$ne", "$nin", "$not", "$all");

    private final Map<String, Demand> demands = new HashMap<>();
    private final List<List<Conditions>> alternatives = new ArrayList<>();

    private Conditions() {}

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    @Nullable Demand on(String path) {
        return demands.get(path);
    }

    boolean demandPresence(String path) {
        Demand demand = demands.get(path);
        return demand != null && demand.present();
    }

    /** Of each list one must be met. */
    List<List<Conditions>> alternatives() {
        return alternatives;
    }

    /** Both these, without their alternatives, and the others. */
    Conditions and(Conditions other) {
        Conditions both = new Conditions();
        both.demands.putAll(demands);
        other.demands.forEach(both::add);
        both.alternatives.addAll(other.alternatives);
        return both;
    }

    private void add(String path, Demand demand) {
        demands.merge(path, demand, Demand::and);
    }

    private void addAll(Document query) {
        query.forEach(
                (field, condition) -> {
                    if (!field.startsWith("$")) {
                        addField(field, condition);
                    } else if (condition instanceof Collection<?> parts) {
                        switch (field) {
                            case "$and" -> documents(parts).forEach(this::addAll);
                            case "$or" -> addAlternatives(documents(parts));
                            default -> {
                                // $nor says what is not.
                            }
                        }
                    }
                });
    }

    private static List<Document> documents(Collection<?> parts) {
        return parts.stream().filter(Document.class::isInstance).map(Document.class::cast).toList();
    }

    private void addAlternatives(List<Document> queries) {
        if (queries.isEmpty()) {
            return; // Refused when the first document is matched.
        }
        List<Conditions> each = queries.stream().map(Conditions::of).toList();
        each.getFirst()
                .demands
                .forEach(
                        (path, first) -> {
                            Demand all = first.or(first);
                            for (Conditions other : each) {
                                all = all.or(other.demands.getOrDefault(path, Demand.NONE));
                            }
                            add(path, all);
                        });
        alternatives.add(each);
    }

    private void addField(String field, @Nullable Object condition) {
        if (!(condition instanceof Document expression)) {
            addOneOf(field, Collections.singletonList(condition));
            return;
        }
        if (expression.size() > 1 && expression.keySet().stream().anyMatch(OF_ITS_OWN::contains)) {
            return;
        }
        expression.forEach((operator, operand) -> addExpression(field, operator, operand));
    }

    private void addExpression(String field, String operator, @Nullable Object operand) {
        switch (operator) {
            case "$eq" -> addOneOf(field, Collections.singletonList(operand));
            case "$in" -> {
                if (operand instanceof Collection<?> list) {
                    addOneOf(field, list);
                }
            }
            case "$gt", "$gte" -> {
                if (operand != null && isOrdered(operand)) {
                    add(field, Demand.low(bound(operand, operator.equals("$gte"))));
                }
            }
            case "$lt", "$lte" -> {
                if (operand != null && isOrdered(operand)) {
                    add(field, Demand.high(bound(operand, operator.equals("$lte"))));
                }
            }
            case "$exists" -> {
                if (Utils.isTrue(operand)) {
                    add(field, Demand.PRESENT);
                }
            }
            default -> {
                // Nothing that an index could answer.
            }
        }
    }

    private void addOneOf(String field, Collection<?> values) {
        boolean nullable = values.contains(null);
        if (values.stream().allMatch(value -> value == null || isPlain(value))) {
            add(field, Demand.points(values.stream().map(KeyWriter::of).toList(), nullable));
        }
    }

    private static Demand.Bound bound(Object value, boolean included) {
        return new Demand.Bound(KeyWriter.of(value), included, KeyWriter.type(value));
    }

    private static boolean isOrdered(Object value) {
        return value instanceof String
                || value instanceof Number number && !Double.isNaN(number.doubleValue())
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof ObjectId;
    }

    private static boolean isPlain(Object value) {
        return isOrdered(value) || value instanceof UUID;
    }
}
