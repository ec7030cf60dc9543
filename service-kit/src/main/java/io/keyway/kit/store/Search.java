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
 * Finds aggregates by a part of what is written on them, by an index. Case, accents and the width
 * of blanks do not matter.
 *
 * <p>Every three characters that follow each other in a text are a token of its document; so are
 * the first one and the first two characters of each word. What is asked for is cut into tokens
 * too, and the store looks for documents that have them, which an index serves. Having the tokens
 * is not yet having the text: each document that is found is asked whether one of its texts
 * contains the whole of it. Parts of one or two characters are found at the beginning of a word.
 *
 * <p>Of what there are millions of, {@link Tokens#WORDS} keeps the first characters of each word
 * only, some dozen entries of the index instead of hundreds; a part is then found where one of its
 * words begins one.
 *
 * <p>Document: {@code search: {tokens, texts, restricted}}. The tokens do not tell from which text
 * they are, so that a query that lets through documents by their tokens alone would tell what is
 * written in restricted texts: both ways to ask name the texts.
 */
public final class Search {

    /** Where documents keep what they are found by. */
    static final String FIELD = "search";

    static final String TOKENS = FIELD + ".tokens";

    /** Of a longer text only the beginning is searched. */
    static final int TEXT_CHARS_MAX = 200;

    /** Each is an entry of an index, written with the document; of longer texts the rest is cut. */
    static final int TOKENS_MAX = 400;

    /** A few narrow the search down enough: the store goes by one of them and tests the others. */
    private static final int TOKENS_ASKED_MAX = 4;

    /** To be changed with what documents keep, so that they get it anew. */
    static final String VERSION = "search-1";

    private static final int GRAM = 3;
    private static final String WORD_START = "(^|[^\\p{L}\\p{Nd}])";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Letters that are no letter with a mark, and are typed without it all the same. */
    private static final Map<Character, String> PLAIN =
            Map.of(
                    'ß', "ss", 'æ', "ae", 'œ', "oe", 'ø', "o", 'ł', "l", 'đ', "d", 'ı', "i", 'ς',
                    "σ");

    /** Which tokens a document has. */
    public enum Tokens {
        /** All parts of three characters, and the first one and two of each word. */
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

    /** Who looks for nothing but blanks gets null: it is no search. */
    public static @Nullable Search of(@Nullable String query) {
        return of(query, Tokens.GRAMS);
    }

    /**
     * @param kind of tokens that the documents have
     */
    public static @Nullable Search of(@Nullable String query, Tokens kind) {
        String part = query == null ? "" : normal(query);
        return part.isEmpty() ? null : new Search(part, kind);
    }

    /** Found in one of the texts that whoever sees the document may read. */
    public Bson inTexts() {
        return and(tokens(), contains("texts"));
    }

    /**
     * Found in one of these, or in one of the restricted texts.
     *
     * @param readable narrows what is found in restricted texts to those that may be read
     */
    public Bson inTextsAndRestricted(UnaryOperator<Bson> readable) {
        return and(tokens(), or(contains("texts"), readable.apply(contains("restricted"))));
    }

    /**
     * A part that is found only where a word begins must begin one in these texts: that its token
     * is there may come from others.
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

    /** Beside each other rather than overlapping: they say more. */
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

    /** Its first word may be the end of one, so it is asked for only if there is no other. */
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
     * @param texts the most telling first: what is beyond {@link #TOKENS_MAX} is not found
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

    /** A sign starts a word too, and so does what follows it. */
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
