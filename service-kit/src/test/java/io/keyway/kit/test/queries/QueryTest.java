package io.keyway.kit.test.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void aShapeHasNoValues() {
        assertThat(
                        shapes(
                                "find",
                                """
                                {find: 'c', filter: {$and: [{a: 'secret'}, {b: {$gt: 'secret'}},
                                 {$or: [{c: {$exists: false}}, {c: /secret/}, {c: {d: 1}}]}]},
                                 sort: {a: 1, _id: -1}, limit: 51}"""))
                .containsExactly(
                        "find c {a: ?, b: {$gt: ?}, $or: [{c: {$exists: false}}, {c: /?/}, {c: ?}]}"
                                + " sort {a: 1, _id: -1} limit");
    }

    @Test
    void howManyAreAskedForMakesNoOtherShape() {
        assertThat(shapes("find", "{find: 'c', filter: {a: {$in: [1, 2, 3]}}}"))
                .isEqualTo(shapes("find", "{find: 'c', filter: {a: {$in: [1]}}}"));
        assertThat(shapes("find", "{find: 'c', filter: {$and: [{a: 1}, {a: 2}]}}"))
                .isEqualTo(shapes("find", "{find: 'c', filter: {a: 3}}"));
    }

    @Test
    void everyCommandThatLooksForSomethingIsAQuery() {
        assertThat(shapes("find", "{find: 'c'}")).containsExactly("find c {}");
        assertThat(shapes("count", "{count: 'c', query: {a: 1}}"))
                .containsExactly("count c {a: ?}");
        assertThat(shapes("distinct", "{distinct: 'c', key: 'b', query: {a: 1}}"))
                .containsExactly("distinct c {a: ?}");
        assertThat(shapes("findAndModify", "{findAndModify: 'c', query: {a: 1}, sort: {b: 1}}"))
                .containsExactly("findAndModify c {a: ?} sort {b: 1}");
        assertThat(
                        shapes(
                                "update",
                                "{update: 'c', updates: [{q: {a: 1}, u: {}}, {q: {b: 1}, u: {}}]}"))
                .containsExactly("update c {a: ?}", "update c {b: ?}");
        assertThat(shapes("delete", "{delete: 'c', deletes: [{q: {a: 1}, limit: 0}]}"))
                .containsExactly("delete c {a: ?}");
        assertThat(shapes("aggregate", "{aggregate: 'c', pipeline: [{$match: {a: 1}}]}"))
                .containsExactly("aggregate c {a: ?}");
        assertThat(
                        shapes(
                                "aggregate",
                                "{aggregate: 'c', pipeline: [{$sort: {a: 1}}, {$match: {b: 1}}]}"))
                .containsExactly("aggregate c {} sort {a: 1}");
        assertThat(shapes("insert", "{insert: 'c', documents: [{a: 1}]}")).isEmpty();
        assertThat(shapes("getMore", "{getMore: 1, collection: 'c'}")).isEmpty();
    }

    private static List<String> shapes(String kind, String command) {
        return Query.of(kind, BsonDocument.parse(command)).stream().map(Query::shape).toList();
    }
}
