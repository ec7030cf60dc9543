package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Converts what earlier versions have stored as serialized Java objects, once per collection at the
 * first start. A kill during that leaves the old documents unchanged.
 */
final class OlderFormat {

    private OlderFormat() {}

    static void moveInto(Contents contents, MVStore store, String namespace) {
        String old = "databases." + namespace;
        if (!store.hasMap(old)) {
            return;
        }
        MVMap<Object, Document> documents = store.openMap(old);
        for (Document document : documents.values()) {
            contents.insert(KeyWriter.of(document.get("_id")), document);
        }
        store.removeMap(documents);
        List.copyOf(store.getMapNames()).stream()
                .filter(
                        name ->
                                name.equals("meta." + namespace)
                                        || name.startsWith(namespace + "._index_"))
                .forEach(store::removeMap);
    }
}
