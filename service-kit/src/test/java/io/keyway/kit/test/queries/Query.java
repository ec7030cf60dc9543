package io.keyway.kit.test.queries;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The query of a command.
 *
 * @param kind the command's name
 * @param limited whether it has a limit
 */
record Query(
        String kind, String collection, BsonDocument filter, BsonDocument sort, boolean limited) {

    /** The queries of a command: none, one, or one for each update and deletion. */
    static List<Query> of(String kind, BsonDocument command) {
        return switch (kind) {
            case "find" ->
                    List.of(
                            query(
                                    kind,
                                    command,
                                    document(command, "filter"),
                                    document(command, "sort"),
                                    isPositive(command.get("limit"))));
            case "count", "distinct" ->
                    List.of(
                            query(
                                    kind,
                                    command,
                                    document(command, "query"),
                                    new BsonDocument(),
                                    false));
            case "findAndModify" ->
                    List.of(
                            query(
                                    kind,
                                    command,
                                    document(command, "query"),
                                    document(command, "sort"),
                                    true));
            case "aggregate" -> List.of(aggregate(command));
            case "update" -> each(kind, command, "updates");
            case "delete" -> each(kind, command, "deletes");
            default -> List.of();
        };
    }

    private static Query aggregate(BsonDocument command) {
        BsonArray stages = command.getArray("pipeline");
        BsonDocument filter = stage(stages, 0, "$match");
        int next = filter == null ? 0 : 1;
        BsonDocument sort = stage(stages, next, "$sort");
        boolean limited =
                sort != null
                        && stages.size() > next + 1
                        && stages.get(next + 1).asDocument().containsKey("$limit");
        return query(
                "aggregate",
                command,
                filter == null ? new BsonDocument() : filter,
                sort == null ? new BsonDocument() : sort,
                limited);
    }

    private static @Nullable BsonDocument stage(BsonArray stages, int place, String name) {
        if (stages.size() <= place) {
            return null;
        }
        BsonDocument stage = stages.get(place).asDocument();
        return stage.containsKey(name) ? stage.getDocument(name) : null;
    }

    private static List<Query> each(String kind, BsonDocument command, String writes) {
        return command.getArray(writes).stream()
                .map(BsonValue::asDocument)
                .map(write -> query(kind, command, document(write, "q"), new BsonDocument(), false))
                .toList();
    }

    private static Query query(
            String kind,
            BsonDocument command,
            BsonDocument filter,
            BsonDocument sort,
            boolean limited) {
        BsonValue collection = command.get(kind);
        // An aggregation on the database has no collection.
        String name = collection.isString() ? collection.asString().getValue() : "";
        return new Query(kind, name, filter, sort, limited);
    }

    private static BsonDocument document(BsonDocument command, String field) {
        return command.getDocument(field, new BsonDocument());
    }

    private static boolean isPositive(@Nullable BsonValue number) {
        return number instanceof BsonNumber limit && limit.longValue() > 0;
    }

    /** The query without its values: the same text for all queries of this shape. */
    String shape() {
        return kind
                + " "
                + collection
                + " "
                + shape(filter)
                + (sort.isEmpty() ? "" : " sort " + order())
                + (limited && kind.equals("find") ? " limit" : "");
    }

    private String order() {
        return sort.entrySet().stream()
                .map(part -> part.getKey() + ": " + part.getValue().asNumber().intValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String shape(BsonDocument document) {
        return parts(document).distinct().collect(Collectors.joining(", ", "{", "}"));
    }

    /** The parts of a conjunction, which can be written in two ways. */
    private static Stream<String> parts(BsonDocument document) {
        return document.entrySet().stream()
                .flatMap(
                        part ->
                                part.getKey().equals("$and")
                                        ? part.getValue().asArray().stream()
                                                .flatMap(inner -> parts(inner.asDocument()))
                                        : Stream.of(part.getKey() + ": " + shape(part)));
    }

    private static String shape(Map.Entry<String, BsonValue> part) {
        BsonValue value = part.getValue();
        return switch (part.getKey()) {
            case "$exists" -> String.valueOf(value.asBoolean().getValue());
            case "$or", "$nor" ->
                    value.asArray().stream()
                            .map(branch -> shape(branch.asDocument()))
                            .distinct()
                            .collect(Collectors.joining(", ", "[", "]"));
            default ->
                    value.isDocument() && Conditions.isOperators(value.asDocument())
                            ? shape(value.asDocument())
                            : value.isRegularExpression() ? "/?/" : "?";
        };
    }
}
