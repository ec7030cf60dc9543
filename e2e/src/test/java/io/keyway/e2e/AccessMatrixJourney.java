package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.e2e.Keyway.Answer;
import io.keyway.e2e.MatrixTables.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Makes every call of the API document as every role, with ids of its own, foreign ids and missing
 * ids: the answers to foreign and missing ids must be the same. A call or an id that {@link
 * MatrixTables} does not list fails the build. All cells are written to target/access-matrix-*.csv.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixJourney {

    /**
     * While a missing id is younger, the answer may be 503 instead of 404: replicas may be behind.
     */
    private static final Duration IDS_ARE_FRESH = Duration.ofSeconds(11);

    private static final String OPERATOR = "operator";
    private static final String SIBLING = "sibling";

    /** The reseller again, naming ids of its parent. */
    private static final String CHILD = "child";

    private final Keyway keyway = Keyway.shared();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, String> callers = new LinkedHashMap<>();
    private MatrixIds ids;
    private MatrixIds otherIds;
    private MatrixIds siblingIds;
    private MatrixIds parentIds;
    private List<ApiCall> calls;

    @BeforeAll
    void makeTwoTrees() {
        List<Tree> trees = Stream.of(1, 2).parallel().map(i -> new Tree(keyway)).toList();
        Tree tree = trees.getFirst();
        Tree other = trees.getLast();
        List<MatrixIds> made = trees.stream().parallel().map(MatrixIds::of).toList();
        ids = made.getFirst();
        otherIds = made.getLast();
        closeTheMonth(tree, other);
        siblingIds = MatrixIds.ofSibling(tree, ids);
        parentIds = MatrixIds.ofParent(tree, ids);
        refused.put("anonymous", "");
        refused.put("deactivated", tree.deactivated());
        callers.put("own", tree.reseller);
        callers.put(SIBLING, tree.sibling);
        callers.put(CHILD, tree.reseller);
        callers.put("parent", tree.distributor);
        callers.put("vendor", tree.vendor);
        callers.put("customer", tree.customer);
        callers.put("other vendor", other.vendor);
        callers.put("other parent", other.distributor);
        callers.put("other reseller", other.reseller);
        callers.put("other customer", other.customer);
        callers.put(OPERATOR, keyway.operator());
        JsonNode document = keyway.get("", "/api/v1/openapi.json").json();
        calls = ApiCall.all(document);
        Instant madeAt = Instant.now();
        await().atMost(IDS_ARE_FRESH.plusSeconds(5))
                .until(() -> Instant.now().isAfter(madeAt.plus(IDS_ARE_FRESH)));
    }

    /** Each vendor closes the month for its own tree only; the other tree's statements stay. */
    private void closeTheMonth(Tree tree, Tree other) {
        for (String who : List.of(tree.reseller, tree.distributor, tree.customer)) {
            assertThat(close(who).status()).as("closes nothing, least its own").isEqualTo(403);
        }
        otherIds.closed(other, closed(other));
        assertThat(statement(tree)).isEqualTo("draft");
        assertThat(statement(other)).isEqualTo("closed");
        ids.closed(tree, closed(tree));
        assertThat(statement(tree)).isEqualTo("closed");
    }

    /** Closes the month, and returns the id of the close when it is done. */
    private String closed(Tree tree) {
        Answer started = close(tree.vendor);
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String id = started.json().path("id").asString();
        tree.settled(
                tree.vendor,
                "/api/v1/statement-closes/" + id,
                close -> close.path("status").asString().equals("done"));
        return id;
    }

    private Answer close(String who) {
        return keyway.post(
                who, "/api/v1/statements/close", Map.of("period", MatrixIds.LAST_MONTH.toString()));
    }

    private String statement(Tree of) {
        MatrixIds its = of.vendorId.equals(ids.get("vendor")) ? ids : otherIds;
        return keyway.get(of.distributor, "/api/v1/statements/" + its.get("statement"))
                .json()
                .path("status")
                .asString();
    }

    @Test
    void requestsWithoutAValidCredentialAreRefused() {
        MatrixSheet sheet = new MatrixSheet();
        for (ApiCall call : calls) {
            if (MatrixTables.PUBLIC.contains(call.name())) {
                continue;
            }
            refused.forEach(
                    (caller, token) ->
                            paths(call)
                                    .forEach(
                                            (of, path) ->
                                                    sheet.later(
                                                            () ->
                                                                    isRefused(
                                                                            sheet, call, caller, of,
                                                                            path))));
        }
        sheet.fill("refused");
    }

    private Map<String, String> paths(ApiCall call) {
        return call.namesSomething()
                ? Map.of(
                        "own", path(call, ids),
                        "foreign", path(call, otherIds),
                        "missing", path(call, ids, ids::missing))
                : Map.of("own", path(call, ids));
    }

    private void isRefused(MatrixSheet sheet, ApiCall call, String caller, String of, String path) {
        Answer answer = send(call, refused.get(caller), path, call.takesBody() ? "{}" : null);
        sheet.cell(call.name(), caller, of, answer);
        if (answer.status() != 401) {
            sheet.leak("%s by %s: %d %s", call.name(), caller, answer.status(), answer.text());
        }
    }

    @Test
    void aForeignIdInThePathIsAnsweredAsMissing() {
        MatrixSheet sheet = new MatrixSheet();
        for (ApiCall call : calls) {
            String kind = kindOf(call);
            if (kind.equals(MatrixTables.WORD) || MatrixTables.PUBLIC.contains(call.name())) {
                continue;
            }
            callers.keySet().forEach(caller -> sheet.later(() -> path(sheet, call, caller, kind)));
        }
        sheet.fill("paths");
        assertThat(sheet.size()).isGreaterThan(900);
    }

    private void path(MatrixSheet sheet, ApiCall call, String caller, String kind) {
        String token = callers.get(caller);
        String body = call.takesBody() ? MatrixBodies.ofPath(call, idsOf(caller)) : null;
        if (MatrixTables.sightOf(caller, kind) == Sight.SEES && call.isGet()) {
            Answer own = send(call, token, path(call, ids), null);
            sheet.cell(call.name(), caller, "own", own);
            boolean notForThem = own.status() == 403;
            if (own.status() != 200 && !notForThem) {
                sheet.leak("%s hides from %s: %s", call.name(), caller, own.text());
            }
        }
        if (caller.equals(OPERATOR)) {
            Answer missing = send(call, token, path(call, ids, ids::missing), body);
            sheet.cell(call.name(), caller, "missing", missing);
            if (missing.status() < 400 && !MatrixTables.EMPTY_WHERE_MISSING.contains(call.name())) {
                sheet.leak("%s finds what is missing: %s", call.name(), missing.text());
            }
            return;
        }
        MatrixIds foreign = notTheirs(caller, MatrixTables.sightOf(caller, kind));
        // Ids before the last one may be the caller's own or foreign.
        for (MatrixIds leading :
                call.namesMore() ? List.of(idsOf(caller), foreign) : List.of(foreign)) {
            compare(
                    sheet,
                    call.name(),
                    caller,
                    kind,
                    foreign,
                    send(call, token, path(call, leading, foreign::get), body),
                    send(call, token, path(call, leading, foreign::missing), body));
        }
    }

    @Test
    void aForeignIdInAQueryIsAnsweredAsMissing() {
        MatrixSheet sheet = new MatrixSheet();
        for (ApiCall call : calls) {
            for (JsonNode parameter : call.queryParameters()) {
                String name = parameter.path("name").asString();
                for (String kind : MatrixTables.kindsOfParameter(name)) {
                    forEachJudged(
                            caller ->
                                    required(call, name, caller)
                                            .forEach(
                                                    query ->
                                                            sheet.later(
                                                                    () ->
                                                                            query(
                                                                                    sheet,
                                                                                    call,
                                                                                    query + name
                                                                                            + "=",
                                                                                    caller,
                                                                                    kind))));
                }
            }
        }
        sheet.fill("queries");
        assertThat(sheet.size()).isGreaterThan(1_000);
    }

    /** The beginnings of a query with all other required parameters, one for each allowed value. */
    private Stream<String> required(ApiCall call, String besides, String caller) {
        Stream<String> queries = Stream.of("?");
        for (JsonNode parameter : call.queryParameters()) {
            String name = parameter.path("name").asString();
            if (parameter.path("required").asBoolean() && !name.equals(besides)) {
                List<String> values = values(parameter, idsOf(caller));
                queries =
                        queries.flatMap(
                                query ->
                                        values.stream()
                                                .map(value -> query + name + "=" + value + "&"));
            }
        }
        return queries;
    }

    private static List<String> values(JsonNode parameter, MatrixIds theirs) {
        String name = parameter.path("name").asString();
        if (name.equals("meter")) {
            return List.of("messages");
        }
        JsonNode choice = parameter.path("schema").path("enum");
        return choice.isEmpty()
                ? List.of(theirs.get(MatrixTables.kindOfField(name)))
                : choice.valueStream().map(JsonNode::asString).toList();
    }

    private void query(MatrixSheet sheet, ApiCall call, String query, String caller, String kind) {
        MatrixIds foreign =
                notTheirs(caller, MatrixTables.sightOf(caller, kind, call.name() + query));
        String path = path(call, idsOf(caller)) + query;
        compare(
                sheet,
                call.name() + query,
                caller,
                kind,
                foreign,
                send(call, callers.get(caller), path + foreign.get(kind), null),
                send(call, callers.get(caller), path + foreign.missing(kind), null));
    }

    /**
     * Callers that name the same resource run one after the other, because they would change it.
     */
    @Test
    void aForeignIdInABodyIsAnsweredAsMissing() {
        MatrixSheet sheet = new MatrixSheet();
        for (ApiCall call : calls) {
            sheet.later(
                    () ->
                            call.idsInBody()
                                    .forEach(
                                            field ->
                                                    forEachJudged(
                                                            caller ->
                                                                    body(
                                                                            sheet, call, field,
                                                                            caller))));
        }
        sheet.fill("bodies");
        assertThat(sheet.size()).isGreaterThan(400);
    }

    private void body(MatrixSheet sheet, ApiCall call, String field, String caller) {
        String kind = MatrixTables.kindOfField(field);
        MatrixIds foreign = notTheirs(caller, MatrixTables.sightOf(caller, kind));
        MatrixIds its = idsOf(caller);
        String path = path(call, its);
        compare(
                sheet,
                call.name() + " " + field,
                caller,
                kind,
                foreign,
                send(
                        call,
                        callers.get(caller),
                        path,
                        MatrixBodies.with(call, its, field, foreign.get(kind))),
                send(
                        call,
                        callers.get(caller),
                        path,
                        MatrixBodies.with(call, its, field, foreign.missing(kind))));
    }

    @Test
    void noListShowsForeignItems() {
        MatrixSheet sheet = new MatrixSheet();
        for (ApiCall call : calls) {
            if (!call.isGet()
                    || call.namesSomething()
                    || MatrixTables.PUBLIC.contains(call.name())) {
                continue;
            }
            forEachJudged(
                    caller ->
                            required(call, "", caller)
                                    .forEach(
                                            query ->
                                                    sheet.later(
                                                            () ->
                                                                    list(
                                                                            sheet, call, caller,
                                                                            query))));
        }
        sheet.fill("lists");
    }

    private void list(MatrixSheet sheet, ApiCall call, String caller, String query) {
        MatrixIds foreign = MatrixTables.isStranger(caller) ? ids : otherIds;
        Answer answer = send(call, callers.get(caller), path(call, ids) + query, null);
        sheet.cell(call.name(), caller, "list", answer);
        Set<String> shown =
                foreign.all().values().stream()
                        .filter(answer.text()::contains)
                        .collect(Collectors.toSet());
        if (!shown.isEmpty()) {
            sheet.leak("%s shows %s to %s", call.name(), shown, caller);
        }
    }

    /** For each caller for which something is foreign: all but the operator. */
    private void forEachJudged(Consumer<String> question) {
        callers.keySet().stream().filter(caller -> !caller.equals(OPERATOR)).forEach(question);
    }

    private MatrixIds idsOf(String caller) {
        return MatrixTables.isStranger(caller)
                ? otherIds
                : caller.equals(SIBLING) ? siblingIds : ids;
    }

    /**
     * The nearest foreign ids: those of the first tree, or of the other tree for callers who see
     * the first one's.
     */
    private MatrixIds notTheirs(String caller, Sight sight) {
        return sight != Sight.SEES_NOT ? otherIds : caller.equals(CHILD) ? parentIds : ids;
    }

    /** The kind of the last id in the path. */
    private static String kindOf(ApiCall call) {
        return call.namesSomething()
                ? MatrixTables.kindInPath(
                        call.path().substring(0, call.path().lastIndexOf('}') + 1))
                : MatrixTables.WORD;
    }

    private static String path(ApiCall call, MatrixIds of) {
        return path(call, of, kind -> of.has(kind) ? of.get(kind) : "none");
    }

    /**
     * The path with ids.
     *
     * @param last replaces the id in the last braces; gets an id of its kind
     */
    private static String path(ApiCall call, MatrixIds of, UnaryOperator<String> last) {
        return call.filled(
                (upTo, isLast) -> {
                    String kind = MatrixTables.kindInPath(upTo);
                    if (kind.equals(MatrixTables.WORD)) {
                        return "acme";
                    }
                    return isLast ? last.apply(kind) : of.has(kind) ? of.get(kind) : "none";
                });
    }

    private Answer send(ApiCall call, String token, String path, String body) {
        return keyway.send(
                token,
                call.method(),
                path,
                body,
                call.method().equals("PATCH")
                        ? Map.of("Content-Type", "application/merge-patch+json")
                        : Map.of());
    }

    private static void compare(
            MatrixSheet sheet,
            String call,
            String caller,
            String kind,
            MatrixIds of,
            Answer foreign,
            Answer missing) {
        sheet.cell(call, caller, "foreign", foreign);
        sheet.cell(call, caller, "missing", missing);
        boolean same =
                foreign.status() == missing.status()
                        && foreign.text()
                                .replace(of.get(kind), "ID")
                                .equals(missing.text().replace(of.missing(kind), "ID"));
        if (!same) {
            sheet.leak(
                    "%s by %s: foreign %s is %d %s, missing %d %s",
                    call,
                    caller,
                    kind,
                    foreign.status(),
                    foreign.text(),
                    missing.status(),
                    missing.text());
        }
    }
}
