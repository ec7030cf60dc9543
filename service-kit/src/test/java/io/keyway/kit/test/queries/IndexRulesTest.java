package io.keyway.kit.test.queries;

import static io.keyway.kit.test.queries.IndexRules.Verdict.SCANS_ALL;
import static io.keyway.kit.test.queries.IndexRules.Verdict.SERVED;
import static io.keyway.kit.test.queries.IndexRules.Verdict.SORTED_IN_MEMORY;
import static io.keyway.kit.test.queries.IndexRules.Verdict.WALKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.kit.test.queries.IndexRules.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Both sides of each rule. */
class IndexRulesTest {

    @Test
    void theFirstFieldOfAnIndexMustBeNarrowed() {
        assertThat(find("{a: 1}", "{a: 1, b: 1}")).isEqualTo(SERVED);
        assertThat(find("{a: 1, b: 1, c: 1}", "{a: 1, b: 1}")).isEqualTo(SERVED);
        assertThat(find("{b: 1}", "{a: 1, b: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{a: 1}")).isEqualTo(SCANS_ALL);
    }

    @Test
    void theIdNeedsNoIndexOfItsOwn() {
        assertThat(find("{_id: 1, a: 1}")).isEqualTo(SERVED);
        assertThat(find("{_id: {$in: [1, 2]}}")).isEqualTo(SERVED);
        assertThat(find("{_id: {$gt: 1}}")).isEqualTo(SERVED);
        assertThat(find("{_id: {$ne: 1}}")).isEqualTo(SCANS_ALL);
    }

    @Test
    void aRangeIsServedAndOtherConditionsAreNot() {
        for (String stretch :
                List.of("{$gt: 1}", "{$gte: 1}", "{$lt: 1}", "{$lte: 1}", "{$in: [1, 2]}")) {
            assertThat(find("{a: " + stretch + "}", "{a: 1}")).as(stretch).isEqualTo(SERVED);
        }
        for (String none :
                List.of(
                        "{$ne: 1}",
                        "{$nin: [1]}",
                        "{$not: {$gt: 1}}",
                        "{$size: 1}",
                        "{$exists: false}",
                        "{$exists: true}",
                        "null",
                        "{$in: [1, null]}")) {
            assertThat(find("{a: " + none + "}", "{a: 1}")).as(none).isEqualTo(SCANS_ALL);
        }
    }

    @Test
    void onlyAPrefixPatternIsARange() {
        assertThat(find("{a: {$regex: '^abc'}}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(find("{a: /^abc/}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(find("{a: /^\\Qabc\\E/}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(find("{a: /^abc/i}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{a: {$regex: '^abc', $options: 'i'}}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{a: /abc/}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{a: /abc$/}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{a: /^.*c/}", "{a: 1}")).isEqualTo(SCANS_ALL);
    }

    @Test
    void presenceIsServedByASparseIndexAlone() {
        List<DeclaredIndex> sparse = List.of(index("{key: {a: 1}, sparse: true}"));
        assertThat(judge(query("{a: {$exists: true}}", "{}", 0), sparse)).isEqualTo(SERVED);
        assertThat(judge(query("{a: {$exists: false}}", "{}", 0), sparse)).isEqualTo(SCANS_ALL);
        assertThat(judge(query("{a: {$lt: 1}}", "{}", 0), sparse)).isEqualTo(SERVED);
        assertThat(judge(query("{}", "{a: 1}", 10), sparse))
                .as("it has not all of them")
                .isEqualTo(SCANS_ALL);
    }

    @Test
    void aPartialIndexServesNothing() {
        DeclaredIndex partial =
                index("{key: {a: 1}, partialFilterExpression: {b: {$exists: true}}}");
        assertThat(judge(query("{a: 1}", "{}", 0), List.of(partial))).isEqualTo(SCANS_ALL);
    }

    @Test
    void unindexedFieldsFilterTheIndexResult() {
        String rest = "deleted: {$exists: false}, b: {$ne: 1}, $or: [{c: 1}, {d: {$gt: 1}}]";
        assertThat(find("{a: 1, " + rest + "}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(find("{" + rest + "}", "{a: 1}")).isEqualTo(SCANS_ALL);
    }

    @Test
    void andIsTheSameAsSeveralFields() {
        assertThat(find("{$and: [{b: 2}, {$and: [{a: 1}]}]}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(find("{$and: [{b: 2}, {c: 1}]}", "{a: 1}")).isEqualTo(SCANS_ALL);
    }

    @Test
    void eachBranchNeedsAnIndex() {
        assertThat(find("{$or: [{a: 1}, {b: 1}]}", "{a: 1}", "{b: 1}")).isEqualTo(SERVED);
        assertThat(find("{$or: [{a: 1}, {b: 1}]}", "{a: 1}")).isEqualTo(SCANS_ALL);
        assertThat(find("{$or: [{a: 1}]}", "{a: 1}")).as("the only one").isEqualTo(SERVED);
        assertThat(find("{c: 1, $or: [{a: 1}, {b: 1}]}", "{c: 1, a: 1}"))
                .as("with what holds for all branches")
                .isEqualTo(SERVED);
        assertThat(sorted("{c: 1, $or: [{_id: 1}, {a: 1}]}", "{_id: -1}", "{a: 1, _id: 1}"))
                .isEqualTo(SERVED);
        assertThat(sorted("{c: 1, $or: [{_id: 1}, {a: 1}]}", "{_id: -1}", "{a: 1}"))
                .isEqualTo(SORTED_IN_MEMORY);
    }

    @Test
    void theOrderFollowsFieldsThatHaveOneValue() {
        assertThat(sorted("{a: 1}", "{_id: -1}", "{a: 1, _id: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{_id: 1}", "{a: 1, _id: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{a: 1, b: 2}", "{_id: -1}", "{a: 1, b: 1, _id: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{_id: -1}", "{a: 1}")).isEqualTo(SORTED_IN_MEMORY);
        assertThat(sorted("{a: 1}", "{_id: -1}", "{a: 1, b: 1, _id: 1}"))
                .as("a field between them has many values")
                .isEqualTo(SORTED_IN_MEMORY);
        assertThat(sorted("{a: {$gt: 1}}", "{_id: -1}", "{a: 1, _id: 1}"))
                .as("a stretch is in its own order")
                .isEqualTo(SORTED_IN_MEMORY);
        assertThat(sorted("{a: {$in: [1, 2]}}", "{_id: -1}", "{a: 1, _id: 1}"))
                .isEqualTo(SORTED_IN_MEMORY);
        assertThat(sorted("{a: {$in: [1]}}", "{_id: -1}", "{a: 1, _id: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{a: {$gt: 1}}", "{a: 1}", "{a: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{_id: {$gt: 1}}", "{_id: 1}")).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{a: 1, _id: -1}", "{a: 1, _id: 1}"))
                .as("all have the same a")
                .isEqualTo(SERVED);
    }

    @Test
    void anIndexIsReadForwardOrBackward() {
        String index = "{a: 1, b: 1, c: 1}";
        assertThat(sorted("{a: 1}", "{b: 1, c: 1}", index)).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{b: -1, c: -1}", index)).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{b: -1, c: 1}", index)).isEqualTo(SORTED_IN_MEMORY);
        assertThat(sorted("{a: 1}", "{b: -1, c: 1}", "{a: 1, b: 1, c: -1}")).isEqualTo(SERVED);
    }

    @Test
    void oneDocumentIsInOrder() {
        assertThat(sorted("{_id: 1}", "{b: 1}")).isEqualTo(SERVED);
        DeclaredIndex unique = index("{key: {a: 1}, unique: true, sparse: true}");
        assertThat(judge(query("{a: 1}", "{b: 1}", 0), List.of(unique))).isEqualTo(SERVED);
        assertThat(sorted("{a: 1}", "{b: 1}", "{a: 1}")).isEqualTo(SORTED_IN_MEMORY);
    }

    @Test
    void aScanInTheOrderOfAnIndexNeedsALimit() {
        BsonDocument filter = BsonDocument.parse("{deleted: {$exists: false}}");
        for (String order : List.of("{_id: -1}", "{a: 1}")) {
            assertThat(
                            judge(
                                    query(filter.toJson(), order, 50),
                                    List.of(index("{key: {a: 1, _id: 1}}"))))
                    .isEqualTo(SERVED);
            assertThat(
                            judge(
                                    query(filter.toJson(), order, 0),
                                    List.of(index("{key: {a: 1, _id: 1}}"))))
                    .isEqualTo(SCANS_ALL);
        }
        assertThat(judge(query("{}", "{b: 1}", 50), List.of())).isEqualTo(SCANS_ALL);
    }

    @Test
    void aScanThatMatchesFewIsNotServed() {
        for (String few : List.of("{a: 1}", "{a: {$gt: 1}}", "{a: /b/}", "{a: null}")) {
            assertThat(judge(query(few, "{_id: -1}", 50), List.of())).as(few).isEqualTo(WALKS);
        }
        for (String many : List.of("{}", "{a: {$ne: 1}}", "{a: {$exists: false}}")) {
            assertThat(judge(query(many, "{_id: -1}", 50), List.of())).as(many).isEqualTo(SERVED);
        }
        assertThat(judge(query("{$or: [{a: 1}, {b: 1}]}", "{_id: -1}", 50), List.of()))
                .isEqualTo(WALKS);
    }

    @Test
    void aQueryForNoValueIsServed() {
        assertThat(find("{a: {$in: []}}")).isEqualTo(SERVED);
        assertThat(find("{a: {$all: []}}")).isEqualTo(SERVED);
        assertThat(find("{a: {$all: [1, 2]}}", "{a: 1}")).isEqualTo(SERVED);
    }

    private static Verdict find(String filter, String... keys) {
        return judge(query(filter, "{}", 0), indexes(keys));
    }

    private static Verdict sorted(String filter, String sort, String... keys) {
        return judge(query(filter, sort, 0), indexes(keys));
    }

    private static Verdict judge(Query query, List<DeclaredIndex> indexes) {
        return IndexRules.judge(query, indexes);
    }

    private static Query query(String filter, String sort, int limit) {
        return Query.of(
                        "find",
                        BsonDocument.parse(
                                "{find: 'c', filter: %s, sort: %s, limit: %d}"
                                        .formatted(filter, sort, limit)))
                .getFirst();
    }

    private static List<DeclaredIndex> indexes(String... keys) {
        return Stream.of(keys).map(key -> index("{key: " + key + "}")).toList();
    }

    private static DeclaredIndex index(String spec) {
        return DeclaredIndex.of(BsonDocument.parse(spec));
    }
}
