package io.keyway.kit.test.queries;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The conditions of a filter, as far as an index can answer them.
 *
 * @param all conditions that must all hold
 * @param anyOf for each {@code $or}, its alternatives
 */
record Conditions(List<Condition> all, List<List<Conditions>> anyOf) {

    /** How an index can answer a condition, the best first. */
    enum Answer {
        /** With one position of the index. */
        EQUALITY,
        /** With several positions, or a range, of the index. */
        RANGE,
        /** With all entries of a sparse index; not with another index. */
        PRESENCE,
        /** No document can match. */
        NOTHING,
        /** Not with an index: each document must be read. */
        BY_DOCUMENT,
        /** Not with an index, but most documents match. */
        ALL_BUT
    }

    record Condition(String field, Answer answer) {}

    static Conditions of(BsonDocument filter) {
        Conditions conditions = new Conditions(new ArrayList<>(), new ArrayList<>());
        conditions.add(filter);
        return conditions;
    }

    /** The conditions of both. */
    Conditions with(Conditions other) {
        Conditions both = new Conditions(new ArrayList<>(all), new ArrayList<>());
        both.all.addAll(other.all);
        both.anyOf.addAll(other.anyOf);
        return both;
    }

    boolean have(String field, Answer answer) {
        return all.contains(new Condition(field, answer));
    }

    /** Whether no document can match. */
    boolean matchNothing() {
        return all.stream().anyMatch(condition -> condition.answer() == Answer.NOTHING);
    }

    /** Whether nearly all documents match. */
    boolean matchNearlyAll() {
        return anyOf.isEmpty()
                && all.stream().allMatch(condition -> condition.answer() == Answer.ALL_BUT);
    }

    static boolean isOperators(BsonDocument value) {
        return !value.isEmpty() && value.getFirstKey().startsWith("$");
    }

    private void add(BsonDocument filter) {
        filter.forEach(
                (field, value) -> {
                    switch (field) {
                        case "$and" -> value.asArray().forEach(part -> add(part.asDocument()));
                        case "$or" -> addAny(value.asArray());
                        default -> {
                            if (value.isDocument() && isOperators(value.asDocument())) {
                                addOperators(field, value.asDocument());
                            } else {
                                all.add(new Condition(field, equality(field, value)));
                            }
                        }
                    }
                });
    }

    private void addAny(BsonArray branches) {
        if (branches.size() == 1) {
            add(branches.getFirst().asDocument());
        } else {
            anyOf.add(branches.stream().map(branch -> of(branch.asDocument())).toList());
        }
    }

    private void addOperators(String field, BsonDocument operators) {
        operators.forEach(
                (operator, value) -> {
                    Answer answer =
                            switch (operator) {
                                case "$eq" -> equality(field, value);
                                case "$in" -> oneOf(field, value.asArray());
                                // An array that contains all values contains the first one.
                                case "$all" ->
                                        value.asArray().isEmpty()
                                                ? Answer.NOTHING
                                                : equality(field, value.asArray().getFirst());
                                case "$gt", "$gte", "$lt", "$lte" -> Answer.RANGE;
                                case "$exists" ->
                                        value.asBoolean().getValue()
                                                ? Answer.PRESENCE
                                                : Answer.ALL_BUT;
                                case "$ne", "$nin" -> Answer.ALL_BUT;
                                case "$regex" ->
                                        regex(
                                                value.isRegularExpression()
                                                        ? value.asRegularExpression().getPattern()
                                                        : value.asString().getValue(),
                                                value.isRegularExpression()
                                                        ? value.asRegularExpression().getOptions()
                                                        : options(operators));
                                default -> Answer.BY_DOCUMENT; // $not, $size, …
                            };
                    all.add(new Condition(field, answer));
                });
    }

    private static String options(BsonDocument operators) {
        return operators.containsKey("$options") ? operators.getString("$options").getValue() : "";
    }

    private static Answer equality(String field, BsonValue value) {
        if (field.startsWith("$") || value.isNull()) {
            // Null also matches documents without the field, like $exists: false.
            return Answer.BY_DOCUMENT;
        }
        return value.isRegularExpression()
                ? regex(
                        value.asRegularExpression().getPattern(),
                        value.asRegularExpression().getOptions())
                : Answer.EQUALITY;
    }

    private static Answer oneOf(String field, BsonArray values) {
        if (values.isEmpty()) {
            return Answer.NOTHING;
        }
        List<Answer> answers = values.stream().map(value -> equality(field, value)).toList();
        return answers.contains(Answer.BY_DOCUMENT)
                ? Answer.BY_DOCUMENT
                : answers.size() == 1 ? answers.getFirst() : Answer.RANGE;
    }

    /** Only a pattern with a fixed beginning is a range of an index. */
    private static Answer regex(String pattern, String options) {
        boolean fixedStart =
                options.isEmpty()
                        && pattern.length() > 1
                        && pattern.startsWith("^")
                        && (Character.isLetterOrDigit(pattern.charAt(1))
                                || pattern.startsWith("^\\Q"));
        return fixedStart ? Answer.RANGE : Answer.BY_DOCUMENT;
    }
}
