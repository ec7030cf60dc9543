package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Matches stored documents with one query. While nearly all match, each is decoded whole; when many
 * do not, first only the fields of the query are decoded.
 */
final class Matching {

    /** After so many misses, the fields of the query are decoded first. */
    private static final int IN_VAIN_MAX = 20;

    private final Document query;
    private final BiPredicate<Document, Document> matches;
    private final @Nullable QueriedFields fields;
    private int inVain;

    Matching(Document query, BiPredicate<Document, Document> matches) {
        this.query = query;
        this.matches = matches;
        this.fields = QueriedFields.of(query);
    }

    boolean matches(byte[] bytes) {
        return matches.test(fields == null ? Bson.decode(bytes) : fields.decode(bytes), query);
    }

    /** The document; null if it does not match. */
    @Nullable Document document(byte[] bytes) {
        if (inVain >= IN_VAIN_MAX && !matches(bytes)) {
            return null;
        }
        Document document = Bson.decode(bytes);
        if (inVain >= IN_VAIN_MAX || matches.test(document, query)) {
            return document;
        }
        inVain++;
        return null;
    }
}
