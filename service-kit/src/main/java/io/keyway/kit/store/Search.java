package io.keyway.kit.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Finds aggregates by a part of their texts, using an index. Case, accents and the width of blanks
 * are ignored.
 *
 * <p>The tokens of a document are all sequences of three characters in its texts, and the first one
 * and two characters of each word. A query is cut into tokens too, and an index finds the documents
 * that have them. Having the tokens does not mean containing the text, so each document found is
 * also matched with the whole query. A query of one or two characters matches at the beginning of a
 * word only.
 *
 * <p>For collections of millions, {@link Tokens#WORDS} keeps only the first characters of each
 * word: some dozen index entries per document instead of hundreds. A query then matches only where
 * one of its words begins a word.
 *
 * <p>Document: {@code search: {tokens, texts, restricted}}. Tokens do not record which text they
 * come from, so a query by tokens alone would reveal restricted texts; both kinds of query
 * therefore match the texts too.
 */
public final class Search {

    /** The field that holds the search data. */
    static final String FIELD = "search";

    static final String TOKENS = FIELD + ".tokens";

    /** Only the beginning of a longer text is searched. */
    static final int TEXT_CHARS_MAX = 200;

    /**
     * Each token is an index entry that is written with the document; further ones are left out.
     */
    static final int TOKENS_MAX = 400;

    /** A few are enough: the store uses one of them and tests the others. */
    private static final int TOKENS_ASKED_MAX = 4;

    /**
     * Name of the backfill. Change it with the format of the search data, so that old documents are
     * filled again.
     */
    static final String VERSION = "search-1";

    private static final int GRAM = 3;
    private static final String WORD_START = "(^|[^\\p{L}\\p{Nd}])";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /**
     * Letters that do not decompose into a base letter and a mark, but are usually typed without
     * it.
     */
    private static final Map<Character, String> PLAIN =
            Map.of(
                    'ß', "ss", 'æ', "ae", 'œ', "oe", 'ø', "o", 'ł', "l", 'đ', "d", 'ı', "i", 'ς',
                    "σ");

    /** Which tokens a document has. */
    public enum Tokens {
        /** All sequences of three characters, and the first one and two of each word. */
        GRAMS,
        /** The first one, two and three characters of each word. */
        WORDS
    }

    private final String part;
    private final Tokens kind;

    private Search(String part, Tokens kind) {
        this.part = part;
        this.kind = kind;
    }

    /** A search for the query in {@link Tokens#GRAMS}; null if it is blank. */
    public static @Nullable Search of(@Nullable String query) {
        return of(query, Tokens.GRAMS);
    }

    /**
     * A search for the query; null if it is blank.
     *
     * @param kind of tokens that the documents have
     */
    public static @Nullable Search of(@Nullable String query, Tokens kind) {
        String part = query == null ? "" : normal(query);
        return part.isEmpty() ? null : new Search(part, kind);
    }

    /** Matches in the texts that every caller who sees the document may read. */
    public Bson inTexts() {
        return and(tokens(), contains("texts"));
    }

    /**
     * Matches in these texts, or in restricted texts that the caller may read.
     *
     * @param readable adds the condition under which the caller may read restricted texts
     */
    public Bson inTextsAndRestricted(UnaryOperator<Bson> readable) {
        return and(tokens(), or(contains("texts"), readable.apply(contains("restricted"))));
    }

    /**
     * A query that matches only at the beginning of words must be checked for that in these texts:
     * its token may come from other texts.
     */
    private Bson contains(String texts) {
        int[] letters = part.codePoints().toArray();
        boolean byItsBeginning =
                kind == Tokens.WORDS ? !hasInnerWord(letters) : letters.length < GRAM;
        boolean atWord = byItsBeginning && Character.isLetterOrDigit(letters[0]);
        return regex(FIELD + "." + texts, (atWord ? WORD_START : "") + Pattern.quote(part));
    }

    private Bson tokens() {
        List<Bson> asked = new ArrayList<>();
        for (String token : asked()) {
            asked.add(eq(TOKENS, token));
        }
        return and(asked);
    }

    /**
     * The tokens to ask for: side by side instead of overlapping, because these are more selective.
     */
    private Set<String> asked() {
        int[] letters = part.codePoints().toArray();
        if (letters.length < GRAM) {
            return Set.of(part);
        }
        if (kind == Tokens.WORDS) {
            return firstCharactersAsked(letters);
        }
        Set<String> asked = new LinkedHashSet<>();
        int last = letters.length - GRAM;
        for (int at = 0; asked.size() < TOKENS_ASKED_MAX && at < letters.length; at += GRAM) {
            asked.add(new String(letters, Math.min(at, last), GRAM));
        }
        return asked;
    }

    /**
     * The first word of the query may be the end of a word in the text, so its token is used only
     * if there is no other.
     */
    private static Set<String> firstCharactersAsked(int[] letters) {
        Set<String> asked = new LinkedHashSet<>();
        for (int at = hasInnerWord(letters) ? 1 : 0;
                asked.size() < TOKENS_ASKED_MAX && at < letters.length;
                at++) {
            if (startsWord(letters, at)) {
                asked.add(new String(letters, at, Math.min(GRAM, letters.length - at)));
            }
        }
        return asked;
    }

    private static boolean hasInnerWord(int[] letters) {
        for (int at = 1; at < letters.length; at++) {
            if (startsWord(letters, at)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The search data of a document.
     *
     * @param texts the most important first: tokens beyond {@link #TOKENS_MAX} are left out
     */
    static Document document(
            Tokens kind,
            Collection<? extends @Nullable String> texts,
            Collection<? extends @Nullable String> restricted) {
        List<String> all = normal(texts);
        List<String> kept = normal(restricted);
        Set<String> tokens = new LinkedHashSet<>();
        all.forEach(text -> addTokens(kind, text, tokens));
        kept.forEach(text -> addTokens(kind, text, tokens));
        Document document =
                new Document("tokens", tokens.stream().limit(TOKENS_MAX).toList())
                        .append("texts", all);
        if (!kept.isEmpty()) {
            document.append("restricted", kept);
        }
        return document;
    }

    private static void addTokens(Tokens kind, String text, Set<String> tokens) {
        int[] letters = text.codePoints().toArray();
        for (int at = 0; at < letters.length; at++) {
            boolean atWord = startsWord(letters, at);
            if (atWord) {
                tokens.add(new String(letters, at, 1));
                tokens.add(new String(letters, at, Math.min(2, letters.length - at)));
            }
            if (at + GRAM <= letters.length && (atWord || kind == Tokens.GRAMS)) {
                tokens.add(new String(letters, at, GRAM));
            }
        }
    }

    /** A sign starts a word, and so does the character after it. */
    private static boolean startsWord(int[] letters, int at) {
        return letters[at] != ' '
                && (at == 0
                        || !Character.isLetterOrDigit(letters[at])
                        || !Character.isLetterOrDigit(letters[at - 1]));
    }

    private static List<String> normal(Collection<? extends @Nullable String> texts) {
        return texts.stream()
                .filter(Objects::nonNull)
                .map(Search::normal)
                .map(Search::beginning)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    private static String beginning(String text) {
        return text.codePointCount(0, text.length()) <= TEXT_CHARS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, TEXT_CHARS_MAX));
    }

    static String normal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String bare =
                MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
        StringBuilder plain = new StringBuilder(bare.length());
        for (char c : bare.toLowerCase(Locale.ROOT).toCharArray()) {
            plain.append(PLAIN.getOrDefault(c, String.valueOf(c)));
        }
        return BLANKS.matcher(plain).replaceAll(" ").strip();
    }
}
