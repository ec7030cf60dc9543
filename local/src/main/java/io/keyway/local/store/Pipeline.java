package io.keyway.local.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An aggregation that begins with {@code $match}: only documents that match are read. */
record Pipeline(Document command, Document match, List<Document> rest) {

    /** The end of the pipeline that drivers send for {@code countDocuments}. */
    private static final Document COUNT =
            new Document("_id", 1).append("n", new Document("$sum", 1));

    /** Null if the aggregation begins with another stage. */
    static @Nullable Pipeline of(Document command) {
        List<Document> stages = Aggregation.parse(command.get("pipeline"));
        return !stages.isEmpty()
                        && stages.getFirst().size() == 1
                        && stages.getFirst().get("$match") instanceof Document match
                ? new Pipeline(command, match, stages.subList(1, stages.size()))
                : null;
    }

    Document run(
            MongoDatabase database,
            IndexedCollection collection,
            DatabaseResolver databases,
            Oplog oplog) {
        if (onlyCounts(rest)) {
            int count = collection.count(match, number(rest, "$skip"), number(rest, "$limit"));
            Document counted = new Document("_id", 1).append("n", count);
            return answer(collection, count == 0 ? List.of() : List.of(counted));
        }
        Aggregation aggregation =
                Aggregation.fromPipeline(rest, databases, database, collection, oplog);
        aggregation.validate(command);
        return answer(collection, aggregation.runStages(collection.matching(match).stream()));
    }

    private static boolean onlyCounts(List<Document> rest) {
        List<String> names = rest.stream().map(stage -> String.join(",", stage.keySet())).toList();
        return (names.equals(List.of("$group"))
                        || names.equals(List.of("$limit", "$group"))
                        || names.equals(List.of("$skip", "$group"))
                        || names.equals(List.of("$skip", "$limit", "$group")))
                && COUNT.equals(rest.getLast().get("$group"));
    }

    private static int number(List<Document> stages, String name) {
        return stages.stream()
                .filter(stage -> stage.get(name) instanceof Number)
                .mapToInt(stage -> ((Number) stage.get(name)).intValue())
                .findFirst()
                .orElse(0);
    }

    private static Document answer(IndexedCollection collection, List<Document> documents) {
        Document cursor =
                new Document("id", 0L)
                        .append("ns", collection.getFullName())
                        .append("firstBatch", documents);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
