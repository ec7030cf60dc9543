package io.keyway.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.test.Stores;
import io.keyway.kit.test.TestPlatform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which queries find which documents, and for which callers. */
class SearchTest {

    record Company(
            CustomerId id, List<PartnerId> scope, String name, String email, @Nullable String noted)
            implements Aggregate {

        List<@Nullable String> notes() {
            return Arrays.asList(noted);
        }
    }

    private static final PartnerId PARTNER = PartnerId.next();

    private final MongoClient client = MongoClients.create(TestPlatform.store());
    private final String database = "search_" + UUID.randomUUID().toString().replace("-", "");
    private final Aggregates<Company> companies =
            companies().searchable(Search.Tokens.GRAMS, SearchTest::texts, Company::notes);

    private static List<String> texts(Company company) {
        return List.of(company.name(), company.email());
    }

    private Aggregates<Company> companies() {
        return Stores.withoutBus(client.getDatabase(database))
                .aggregates("companies", Company.class)
                .audited(Audited.NONE);
    }

    @AfterEach
    void close() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void findsAPartOfAWord() {
        make("Northcorp", "office@north.example");
        for (String part : List.of("corp", "Northcorp", "rth", "NORTH", "  corp ")) {
            assertThat(found(part)).as(part).containsExactly("Northcorp");
        }
        for (String other : List.of("corpn", "nort h", "southcorp", "northcorpx")) {
            assertThat(found(other)).as(other).isEmpty();
        }
    }

    /** Checks the tokens alone; other tests check that the store finds documents by them. */
    @Test
    void wordsHaveTheirFirstCharactersAsTokensAndNoOthers() {
        Document search =
                Search.document(
                        Search.Tokens.WORDS, List.of("Ann Example", "7K2QF-0M3XW"), List.of());
        assertThat(search.getList("tokens", String.class))
                .containsExactlyInAnyOrder(
                        "a", "an", "ann", "e", "ex", "exa", "7", "7k", "7k2", "-", "-0", "-0m", "0",
                        "0m", "0m3");
    }

    @Test
    void byWordsAPartIsFoundWhereOneOfItsWordsBeginsOne() {
        Aggregates<Company> byWords =
                companies().searchable(Search.Tokens.WORDS, SearchTest::texts, Company::notes);
        Company made =
                new Company(
                        CustomerId.next(),
                        List.of(PARTNER),
                        "Northcorp South",
                        "a@b.example",
                        null);
        byWords.insert(made);
        for (String part :
                List.of("north", "n", "NO", "northcorp s", "corp south", "south", "b.ex")) {
            assertThat(foundByWords(byWords, part)).as(part).containsExactly("Northcorp South");
        }
        for (String part : List.of("corp", "outh", "northcorpx", "north south")) {
            assertThat(foundByWords(byWords, part)).as(part).isEmpty();
        }
    }

    private static List<String> foundByWords(Aggregates<Company> companies, String query) {
        return companies.loadAll(Search.of(query, Search.Tokens.WORDS).inTexts()).stream()
                .map(stored -> stored.state().name())
                .toList();
    }

    @Test
    void findsAPartOfAnEmail() {
        make("Ann", "Ann.Example+x@Mail.Example.com");
        for (String part :
                List.of(
                        "ann.ex",
                        "@mail",
                        "example.com",
                        "+x@m",
                        "ann.example+x@mail.example.com")) {
            assertThat(found(part)).as(part).containsExactly("Ann");
        }
        assertThat(found("ann.example@mail")).isEmpty();
    }

    @Test
    void accentsAndCaseAndTheWidthOfBlanksDoNotMatter() {
        make("Müller  &\tSøhne Straße", "a@b.example");
        for (String part :
                List.of(
                        "muller",
                        "MÜLLER",
                        "mu\u0308ller",
                        "müller & söhne".replace('ö', 'o'),
                        "sohne",
                        "strasse",
                        "Straße",
                        "r   & s")) {
            assertThat(found(part)).as(part).hasSize(1);
        }
        make("ΟΔΟΣ", "c@d.example");
        assertThat(found("οδοσ")).containsExactly("ΟΔΟΣ");
        assertThat(found("ΟΔΟΣ")).containsExactly("ΟΔΟΣ");
    }

    @Test
    void oneOrTwoCharactersAreFoundWhereAWordBegins() {
        make("Northcorp (Old) AG", "x@yz.example");
        for (String part : List.of("n", "no", "N", "ag", "(", "(o", "ol", "y", "@", "@y")) {
            assertThat(found(part)).as(part).hasSize(1);
        }
        for (String inside : List.of("o ", "co", "rp", "ld")) {
            assertThat(found(inside)).as(inside).hasSize(inside.equals("o ") ? 1 : 0);
        }
        assertThat(found("cor")).as("three are found anywhere").hasSize(1);
    }

    @Test
    void takesQueriesLiterally() {
        make("a.c (x) [y] \\E $1", "q@r.example");
        for (String part : List.of("a.c", "(x)", "[y]", "\\E $", "$1")) {
            assertThat(found(part)).as(part).hasSize(1);
        }
        for (String pattern : List.of(".*", "a.*", "...", "a?c", "^a.c", "abc")) {
            assertThat(found(pattern)).as(pattern).isEmpty();
        }
    }

    @Test
    void letterPairsBeyondTheFirstPlaneStayWhole() {
        make("a\uD83D\uDE00b\uD83D\uDE01c", "a@b.example");
        assertThat(found("\uD83D\uDE00b\uD83D\uDE01")).hasSize(1);
        assertThat(found("b\uD83D\uDE01c")).hasSize(1);
        assertThat(found("b\uD83D\uDE00c")).isEmpty();
    }

    @Test
    void documentsWithAllTokensButNotTheTextAreNotFound() {
        make("abc bcd", "a@b.example");
        assertThat(found("abcd")).isEmpty();
        assertThat(found("abc bcd")).hasSize(1);
    }

    @Test
    void aTextIsNotFoundAcrossTwo() {
        make("Alpha", "beta@example.com");
        assertThat(found("alpha beta")).isEmpty();
        assertThat(found("alphabeta")).isEmpty();
    }

    @Test
    void onlyBlanksAreNoSearch() {
        assertThat(Search.of(null)).isNull();
        assertThat(Search.of(" \t ")).isNull();
    }

    @Test
    void aForeignCallerFindsNothing() {
        make("Northcorp", "a@b.example");
        assertThat(found(caller(PartnerId.next()), "northcorp", Search::inTexts)).isEmpty();
        assertThat(found(caller(PARTNER), "northcorp", Search::inTexts)).hasSize(1);
    }

    @Test
    void restrictedTextIsFoundOnlyByPermittedReaders() {
        make("Northcorp", "a@b.example", "pays late");
        for (String part : List.of("pays late", "late", "p", "pa")) {
            assertThat(found(part)).as("to all: %s", part).isEmpty();
            assertThat(found(caller(PARTNER), part, SearchTest::readableByAll)).hasSize(1);
            assertThat(found(caller(PARTNER), part, SearchTest::readableByNobody)).isEmpty();
        }
        assertThat(found(caller(PARTNER), "northcorp", SearchTest::readableByNobody))
                .as("by another text")
                .hasSize(1);
        assertThat(found(caller(PARTNER), "northcorp pays", SearchTest::readableByAll)).isEmpty();
    }

    private static Bson readableByAll(Search search) {
        return search.inTextsAndRestricted(UnaryOperator.identity());
    }

    private static Bson readableByNobody(Search search) {
        return search.inTextsAndRestricted(
                found -> Filters.and(found, Filters.eq("state.name", "nobody")));
    }

    @Test
    void changedDocumentIsFoundByItsNewText() {
        Stored<Company> company = make("Northcorp", "a@b.example");
        companies.change(
                company.state().id(),
                stored ->
                        Decision.change(
                                new Company(
                                        stored.state().id(),
                                        stored.state().scope(),
                                        "Southwind",
                                        "a@b.example",
                                        null)));
        assertThat(found("northcorp")).isEmpty();
        assertThat(found("hwin")).containsExactly("Southwind");
    }

    @Test
    void aLongTextIsFoundByItsBeginning() {
        String within = "x".repeat(Search.TEXT_CHARS_MAX - 4) + "last";
        make(within, "a@b.example");
        assertThat(found("last")).hasSize(1);
        make("y".repeat(Search.TEXT_CHARS_MAX - 3) + "over", "a@b.example");
        assertThat(found("over")).isEmpty();
    }

    @Test
    void aDocumentHasABoundedNumberOfTokens() {
        Document few = Search.document(Search.Tokens.GRAMS, List.of("ab"), List.of());
        assertThat(few.getList("tokens", String.class)).containsExactly("a", "ab");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(UUID.randomUUID().toString());
        }
        assertThat(
                        Search.document(Search.Tokens.GRAMS, many, List.of())
                                .getList("tokens", String.class))
                .hasSize(Search.TOKENS_MAX)
                .doesNotHaveDuplicates();
    }

    @Test
    void documentsOfAnEarlierVersionGetTheirTokensOnce() {
        Stored<Company> company = make("Northcorp", "a@b.example");
        forget(company);
        assertThat(found("northcorp")).isEmpty();
        companies().searchable(SearchTest::texts);
        assertThat(found("northcorp")).as("they are marked as filled").isEmpty();
        client.getDatabase(database).getCollection("backfills").drop();
        companies().searchable(SearchTest::texts);
        assertThat(found("northcorp")).hasSize(1);
        assertThat(companies.load(company.state().id()).orElseThrow().version())
                .as("it is no change")
                .isEqualTo(1);
    }

    private void forget(Stored<Company> company) {
        MongoCollection<Document> documents =
                client.getDatabase(database).getCollection("companies");
        documents.updateOne(
                Filters.eq("_id", company.state().id().value()), Updates.unset(Search.FIELD));
    }

    private Stored<Company> make(String name, String email) {
        return make(name, email, null);
    }

    private Stored<Company> make(String name, String email, @Nullable String noted) {
        return companies
                .insert(new Company(CustomerId.next(), List.of(PARTNER), name, email, noted))
                .orElseThrow();
    }

    private List<String> found(String query) {
        return found(caller(PARTNER), query, Search::inTexts);
    }

    private List<String> found(Caller caller, String query, Function<Search, Bson> filter) {
        Search search = Objects.requireNonNull(Search.of(query));
        return companies.page(caller, filter.apply(search), PageRequest.first(10)).items().stream()
                .map(stored -> stored.state().name())
                .toList();
    }

    private static Caller caller(PartnerId partner) {
        return new Caller(
                AccountId.next(), null, Role.PARTNER, partner, null, List.of(partner), Set.of());
    }
}
