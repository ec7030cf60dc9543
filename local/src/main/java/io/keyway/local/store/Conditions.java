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
 * The conditions of a query on single fields, at its top level and in {@code $and} there. A
 * document that matches the query meets all of them; the query may demand more.
 *
 * <p>Only conditions that are certain are read. Left out are documents and lists as values, and
 * {@code $ne}, {@code $nin}, {@code $not} and {@code $all} beside other operators, which have rules
 * of their own. An {@code $or} is read as alternatives, and as the range that covers all of them.
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

    /** For each {@code $or}, its alternatives: at least one of them must be met. */
    List<List<Conditions>> alternatives() {
        return alternatives;
    }

    /** The conditions of both, without their alternatives and with the given ones. */
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
                                // A {@code $nor} only excludes, which an index cannot use.
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
            return; // The query is refused when its first document is matched.
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
                // Other operators cannot use an index.
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
