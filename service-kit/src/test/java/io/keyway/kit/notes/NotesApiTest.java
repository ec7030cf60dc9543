package io.keyway.kit.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Deadline;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Api.Answer;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.KeywayTest;
import io.keyway.kit.test.TestPlatform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** How every service processes a request, seen from outside. */
@KeywayTest
class NotesApiTest {

    private final PartnerId vendor = PartnerId.next();
    private final PartnerId reseller = PartnerId.next();
    private final Caller owner = Callers.partner(vendor, reseller);
    @Autowired private Environment environment;
    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(environment);
    }

    @Test
    void refusesACallWithoutAValidAssertion() {
        byte[] otherKey = ScopeAssertion.serviceKey(TestPlatform.MASTER_KEY, "order-service");
        String forOther = ScopeAssertion.sign(owner, "notes-service", otherKey, Instant.now());
        for (String assertion : new String[] {null, "", "a.b.c", forOther}) {
            Answer answer = api.sendWith(assertion, "GET", "/api/v1/notes", null, Map.of());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthenticated");
        }
    }

    @Test
    void aStoreThatFailsInAFilterMayBeTriedAgain() {
        Answer answer = Api.once(environment).get(owner, "/api/v1/store-is-away");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.text()).doesNotContain("cut off");
    }

    @Test
    void notesOutOfScopeAreNotFound() {
        String path = "/api/v1/notes/" + create(owner, text()).json().path("id").asString();
        Answer missing = api.get(owner, "/api/v1/notes/" + CustomerId.next());
        for (Caller foreign :
                List.of(
                        Callers.partner(vendor, PartnerId.next()),
                        Callers.partner(PartnerId.next()),
                        Caller.anonymous())) {
            Answer answer = api.get(foreign, path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing.text());
            assertThat(api.patch(foreign, path, Map.of("rank", 5)).text())
                    .isEqualTo(missing.text());
            assertThat(api.get(foreign, "/api/v1/notes").json().path("items").size()).isZero();
        }
        assertThat(api.get(Callers.partner(vendor), path).status()).isEqualTo(200);
        assertThat(api.get(Callers.operator(), path).status()).isEqualTo(200);
        assertThat(api.get(owner, "/api/v1/notes/no-id").text()).isEqualTo(missing.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                      | invalid_request | text",
                "{\"text\":\" \",\"rank\":1}             | invalid_request | text",
                "{\"text\":\"a\",\"rank\":101}           | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":-1}            | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":1e30}          | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":99999999999}   | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":1.5}           | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":\"1\"}         | invalid_request | rank",
                "{\"text\":\"a\",\"rank\":true}          | invalid_request | rank",
                "{\"text\":7,\"rank\":1}                 | invalid_request | text",
                "{\"text\":{\"$gt\":\"\"},\"rank\":1}    | invalid_request | text",
                "{\"text\":\"a\",\"rank\":1,\"_id\":1}   | invalid_request | _id",
                "{\"text\":\"a\",\"rank\":1,\"kind\":\"SHORT\"} | invalid_request | kind",
                "{\"text\":\"a\",\"rank\":1,\"kind\":0}  | invalid_request | kind",
                "{\"text\":\"a\",\"rank\":1,\"price\":\"x\"} | invalid_request | price",
                "{\"text\":\"a\",\"rank\":1,\"about\":\"cus_x\"} | invalid_request | about",
                "{\"text\":\"a\",\"rank\":1,\"nested\":{\"text\":\"b\",\"rank\":1,\"x\":1}} | invalid_request | nested.x",
                "{\"text\":\"a\",\"rank\":1,\"nested\":{\"text\":\"b\",\"rank\":-1}} | invalid_request | nested.rank",
                "[]                                      | invalid_request | ``",
            })
    void namesTheFieldAtFault(String body, String code, String field) {
        Answer answer = api.post(owner, "/api/v1/notes", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field")).contains(field);
        assertThat(answer.text()).doesNotContain("Exception", "jackson", "keyway.kit", "java.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{",
                "`{\"text\":\"a\",\"text\":\"b\",\"rank\":1}`",
                "nope",
                "`{\"rank\":1} x`"
            })
    void refusesBodiesThatAreNotJson(String body) {
        Answer answer = api.post(owner, "/api/v1/notes", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isIn("malformed_json", "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"text\":\"a\\u0000b\",\"rank\":1}`|text",
                "`{\"text\":\"\\ud800\",\"rank\":1}`|text",
                "`{\"text\":\"\\uffff\",\"rank\":1}`|text",
                "`{\"text\":\"\\u200b\\u2060\",\"rank\":1}`|text",
                "`{\"text\":\"a\",\"rank\":1,\"nested\":{\"text\":\"\\u0007\",\"rank\":1}}`|nested.text",
                "`{\"text\":\"a\",\"rank\":1e1000}`|rank",
                "`{\"text\":\"a\",\"rank\":1,\"price\":\"0E-20000\"}`|price",
                "`{\"text\":\"a\",\"rank\":1,\"price\":\"1E20000\"}`|price",
                "`{\"text\":\"a\",\"rank\":1,\"price\":\"12345678901234567890123456789012345\"}`|price",
                "`{\"text\":\"a\",\"rank\":1,\"price\":\"nope\"}`|price"
            })
    void refusesTextsThatCannotBeStored(String body, String field) {
        Answer answer = api.post(owner, "/api/v1/notes", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly(field);
    }

    @Test
    void returnsTheStoredNote() {
        String text = "Müller & Söhne\r\n\t👩‍👩‍👧 " + text();
        Answer created = create(owner, text);
        Answer read = api.get(owner, "/api/v1/notes/" + created.json().path("id").asString());
        assertThat(read.json().path("text").asString()).isEqualTo(text);
    }

    @Test
    void looksAtTheSizeOfAListBeforeItsElements() {
        String elements = "{},".repeat(149_999) + "{}";
        Answer answer = api.post(owner, "/api/v1/notes", "{\"nested\":[" + elements + "]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").size()).isEqualTo(1);
        assertThat(answer.text()).contains("nested", "at most 1000 elements");
        String lists = ("[" + "1,".repeat(500) + "1],").repeat(200);
        assertThat(api.post(owner, "/api/v1/notes", "[" + lists + "1]").text())
                .contains("at most 50000 values");
        assertThat(api.post(owner, "/api/v1/notes", "[".repeat(65) + "]".repeat(65)).code())
                .isEqualTo("malformed_json");
    }

    @Test
    void namesTheFirstTwentyMistakesOnly() {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            nested.append("{\"rank\":-1,\"nested\":");
        }
        Answer answer = api.post(owner, "/api/v1/notes", nested + "{\"rank\":-1}" + "}".repeat(30));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").size()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2B999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "%2B10000-01-01T00:00:00Z",
                "today"
            })
    void knowsTheTimesThatCanBeKept(String since) {
        Answer answer = api.get(owner, "/api/v1/notes?since=" + since);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("invalidFields").findValuesAsString("field"))
                .containsExactly("since");
        assertThat(api.get(owner, "/api/v1/notes?since=2026-01-31T23:59:59Z").status())
                .isEqualTo(200);
    }

    @Test
    void workEndsWhenTheGatewayHasGivenUp() {
        Answer answer =
                Api.once(environment)
                        .send(
                                owner,
                                "POST",
                                "/api/v1/notes/waiting",
                                "{}",
                                Map.of(Deadline.HEADER, "200"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
    }

    @Test
    void limitsBodySizeAndMediaType() {
        Answer large =
                api.post(
                        owner,
                        "/api/v1/notes",
                        "{\"text\":\"" + "a".repeat(2_000_000) + "\",\"rank\":1}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("body_too_large");
        Answer form =
                api.post(
                        owner,
                        "/api/v1/notes",
                        "text=a",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.code()).isEqualTo("unsupported_media_type");
        Answer method = api.delete(owner, "/api/v1/notes");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.response().headers().firstValue("Allow")).isPresent();
        assertThat(api.get(owner, "/api/v1/nothing").code()).isEqualTo("not_found");
    }

    @Test
    void aBugRevealsNoInternals() {
        Answer answer = api.post(owner, "/api/v1/notes", Map.of("text", "bug", "rank", 1));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal");
        assertThat(answer.text()).doesNotContain("secret", "Exception");
    }

    @Test
    void replaysTheAnswerToARepeatedKey() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Map.of("text", text(), "rank", 1);
        Answer first = api.post(owner, "/api/v1/notes", body, key);
        Answer again = api.post(owner, "/api/v1/notes", body, key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.etag()).isEqualTo(first.etag());
        Answer other = api.post(owner, "/api/v1/notes", Map.of("text", text(), "rank", 2), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aKeyIsItsCallersOwn() {
        Map<String, String> key = Map.of("Idempotency-Key", "same");
        Answer mine = api.post(owner, "/api/v1/notes", Map.of("text", text(), "rank", 1), key);
        Answer theirs =
                api.post(
                        Callers.partner(PartnerId.next()),
                        "/api/v1/notes",
                        Map.of("text", text(), "rank", 1),
                        key);
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.text()).isNotEqualTo(mine.text());
    }

    @Test
    void aKeyIsForOneRequestWithItsQuery() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Map.of("text", text(), "rank", 1);
        assertThat(api.post(owner, "/api/v1/notes?ttl=PT1H", body, key).status()).isEqualTo(201);
        assertThat(api.post(owner, "/api/v1/notes?ttl=P2D", body, key).status()).isEqualTo(422);
    }

    @Test
    void aCallerWithoutANameHasNoKey() {
        Map<String, String> key = Map.of("Idempotency-Key", "everybody's", Deadline.HEADER, "100");
        String path = "/api/v1/notes/waiting";
        Api once = Api.once(environment);
        Caller anonymous = Caller.anonymous();
        assertThat(once.send(owner, "POST", path, "{}", key).status()).isEqualTo(503);
        assertThat(once.send(owner, "POST", path, "[]", key).status()).isEqualTo(422);
        assertThat(once.send(anonymous, "POST", path, "{}", key).status()).isEqualTo(503);
        assertThat(once.send(anonymous, "POST", path, "[]", key).status()).isEqualTo(503);
    }

    @Test
    void aKeyCanBeRetriedAtOnceAfterAServerError() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Map.of("text", "bug", "rank", 1);
        assertThat(api.post(owner, "/api/v1/notes", body, key).status()).isEqualTo(500);
        assertThat(api.post(owner, "/api/v1/notes", body, key).status()).isEqualTo(500);
    }

    @Test
    void aRefusedRequestMayBeRepeatedWithItsKey() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String text = text();
        create(owner, text);
        Map<String, Object> taken = Map.of("text", text, "rank", 1);
        assertThat(api.post(owner, "/api/v1/notes", taken, key).status()).isEqualTo(400);
        assertThat(
                        api.post(owner, "/api/v1/notes", Map.of("text", text(), "rank", 1), key)
                                .status())
                .isEqualTo(201);
    }

    @Test
    void simultaneousRequestsWithOneKeyCreateOneNote() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Map<String, Object> body = Map.of("text", text(), "rank", 1);
        Callable<Answer> call = () -> api.post(owner, "/api/v1/notes", body, key);
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> answers = pool.invokeAll(java.util.Collections.nCopies(8, call));
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(201, 409);
            }
        }
        assertThat(api.get(owner, "/api/v1/notes").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void changesOnlyTheVersionThatWasSeen() {
        Answer created = create(owner, text());
        String path = "/api/v1/notes/" + created.json().path("id").asString();
        Answer changed =
                api.send(
                        owner,
                        "PATCH",
                        path,
                        Map.of("rank", 7),
                        Map.of("If-Match", created.etag()));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("rank").asInt()).isEqualTo(7);
        assertThat(changed.json().path("text")).isEqualTo(created.json().path("text"));
        Answer stale =
                api.send(
                        owner,
                        "PATCH",
                        path,
                        Map.of("rank", 8),
                        Map.of("If-Match", created.etag()));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("version_mismatch");
        assertThat(api.patch(owner, path, Map.of("owner", "x")).code())
                .isEqualTo("invalid_request");
        assertThat(
                        api.patch(owner, path, "{\"text\":null}")
                                .json()
                                .path("invalidFields")
                                .path(0)
                                .path("field")
                                .asString())
                .isEqualTo("text");
        assertThat(api.patch(owner, path, "[]").status()).isEqualTo(400);
    }

    @Test
    void concurrentChangesAllCount() throws Exception {
        String path = "/api/v1/notes/" + create(owner, text()).json().path("id").asString();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> changes = new java.util.ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int rank = i;
                changes.add(() -> api.patch(owner, path, Map.of("rank", rank)).status());
            }
            for (Future<Integer> status : pool.invokeAll(changes)) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
        assertThat(api.get(owner, path).etag()).isEqualTo("\"25\"");
    }

    @Test
    void pagesThroughEverythingOnce() {
        Caller lister = Callers.partner(PartnerId.next());
        for (int i = 0; i < 5; i++) {
            create(lister, text());
        }
        Answer first = api.get(lister, "/api/v1/notes?limit=2");
        Answer second =
                api.get(
                        lister,
                        "/api/v1/notes?limit=2&cursor=" + first.json().path("next").asString());
        Answer third =
                api.get(
                        lister,
                        "/api/v1/notes?limit=2&cursor=" + second.json().path("next").asString());
        assertThat(third.json().path("next").isNull()).isTrue();
        assertThat(List.of(first, second, third))
                .flatExtracting(page -> page.json().path("items").findValuesAsString("id"))
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThat(
                        api.get(
                                        owner,
                                        "/api/v1/notes?cursor="
                                                + first.json().path("next").asString())
                                .json()
                                .path("items")
                                .size())
                .isZero();
        for (String bad : List.of("limit=0", "limit=201", "limit=x", "limit=-1")) {
            assertThat(api.get(lister, "/api/v1/notes?" + bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(api.get(lister, "/api/v1/notes?cursor=%7B%22$gt%22").code())
                .isEqualTo("invalid_cursor");
        assertThat(api.get(lister, "/api/v1/notes?limit=200").status()).isEqualTo(200);
    }

    @Test
    void aSortedListHasNoGapsAndNoRepeatsAcrossTiesEitherWay() {
        Caller lister = Callers.partner(PartnerId.next());
        Map<String, String> byText = new TreeMap<>();
        List<String> byAge = new ArrayList<>();
        for (String name : List.of("b", "A", "c", "B", "a")) {
            String text = name + text();
            Answer made =
                    api.post(
                            lister,
                            "/api/v1/notes",
                            Map.of("text", text, "rank", byAge.size() / 3));
            byText.put(text.toLowerCase(Locale.ROOT), made.json().path("id").asString());
            byAge.add(made.json().path("id").asString());
        }
        List<String> names = List.copyOf(byText.values());
        assertThat(all(lister, "by=text")).isEqualTo(names);
        assertThat(all(lister, "by=text&down=true")).isEqualTo(names.reversed());
        assertThat(all(lister, "by=rank")).as("ties by age").isEqualTo(byAge);
        assertThat(all(lister, "by=rank&down=true")).isEqualTo(byAge.reversed());
        assertThat(all(lister, "by=")).isEqualTo(byAge);
    }

    @Test
    void aSortKeyFollowsItsNote() {
        Caller lister = Callers.partner(PartnerId.next());
        String first = create(lister, "m" + text()).json().path("id").asString();
        String second = create(lister, "n" + text()).json().path("id").asString();
        api.patch(lister, "/api/v1/notes/" + first, Map.of("text", "Z" + text()));
        assertThat(all(lister, "by=text")).containsExactly(second, first);
    }

    @Test
    void aCursorFitsOneOrderAndGrantsNothing() {
        Caller lister = Callers.partner(PartnerId.next());
        create(lister, "a" + text());
        create(lister, "b" + text());
        String path = "/api/v1/notes?limit=1&";
        String cursor = api.get(lister, path + "by=text").json().path("next").asString();
        for (String other : List.of("", "by=rank", "by=text&down=true")) {
            assertThat(api.get(lister, path + other + "&cursor=" + cursor).code())
                    .as(other)
                    .isEqualTo("invalid_cursor");
        }
        Caller stranger = Callers.partner(PartnerId.next());
        assertThat(api.get(stranger, path + "by=text&cursor=" + cursor).json().path("items").size())
                .isZero();
    }

    private List<String> all(Caller caller, String order) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get(caller, "/api/v1/notes?limit=2&" + order + cursor);
            ids.addAll(page.json().path("items").findValuesAsString("id"));
            cursor =
                    page.json().path("next").isNull()
                            ? ""
                            : "&cursor=" + page.json().path("next").asString();
        } while (!cursor.isEmpty());
        return ids;
    }

    @Test
    void decimalsTravelAsStrings() {
        Answer answer =
                api.post(
                        owner,
                        "/api/v1/notes",
                        Map.of("text", text(), "rank", 1, "price", "0.010"));
        assertThat(answer.json().path("price").asString()).isEqualTo("0.010");
        assertThat(answer.json().path("at").asString()).isEqualTo("2026-03-01T12:00:00.123Z");
    }

    private Answer create(Caller caller, String text) {
        Answer answer = api.post(caller, "/api/v1/notes", Map.of("text", text, "rank", 1));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private static String text() {
        return UUID.randomUUID().toString();
    }
}
