package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a collection with the entries of its indexes. They change together: first
 * everything that may refuse a change is checked, then all of it is written.
 */
final class Contents {

    private final MVStore store;
    private final String namespace;
    private final Documents documents;
    private final MVMap<String, Long> lists;
    private final List<StoredIndex> indexes = new CopyOnWriteArrayList<>();

    Contents(MVStore store, String namespace) {
        this.store = store;
        this.namespace = namespace;
        this.documents = Documents.open(store, "documents." + namespace);
        this.lists = store.openMap("lists." + namespace);
    }

    Documents documents() {
        return documents;
    }

    List<StoredIndex> indexes() {
        return indexes;
    }

    void insert(Key id, Document document) {
        if (documents.contains(id)) {
            throw new DuplicateKeyError(namespace, duplicate("_id_", document, List.of("_id")));
        }
        List<List<Key>> added = new ArrayList<>();
        for (StoredIndex index : indexes) {
            added.add(checked(index, document, id));
        }
        documents.put(id, Bson.encode(document));
        for (int i = 0; i < added.size(); i++) {
            StoredIndex index = indexes.get(i);
            added.get(i).forEach(key -> index.add(key, id));
        }
    }

    void update(Key id, Document before, Document after) {
        List<Change> changes = new ArrayList<>();
        for (StoredIndex index : indexes) {
            if (index.concerns(before, after)) {
                Set<Key> removed = new HashSet<>(index.keysOf(before));
                Set<Key> added = new HashSet<>(checked(index, after, id));
                Set<Key> kept = new HashSet<>(removed);
                kept.retainAll(added);
                removed.removeAll(kept);
                added.removeAll(kept);
                changes.add(new Change(index, removed, added));
            }
        }
        documents.put(id, Bson.encode(after));
        for (Change change : changes) {
            change.removed.forEach(key -> change.index.remove(key, id));
            change.added.forEach(key -> change.index.add(key, id));
        }
    }

    private record Change(StoredIndex index, Set<Key> removed, Set<Key> added) {}

    void delete(Key id, Document document) {
        for (StoredIndex index : indexes) {
            index.keysOf(document).forEach(key -> index.remove(key, id));
        }
        documents.remove(id);
    }

    /** Creates the index, or opens an existing one without reading documents. */
    void open(IndexDefinition definition) {
        String mapName = mapName(definition.name());
        boolean isThere = store.hasMap(mapName);
        StoredIndex index = StoredIndex.open(store, mapName, definition, lists);
        if (!isThere) {
            try {
                fill(index);
            } catch (RuntimeException e) {
                store.removeMap(index.map());
                throw e;
            }
        }
        indexes.add(index);
    }

    private void fill(StoredIndex index) {
        for (Map.Entry<Key, byte[]> entry : documents.map().entrySet()) {
            Document document = Bson.decode(entry.getValue());
            checked(index, document, entry.getKey()).forEach(key -> index.add(key, entry.getKey()));
        }
    }

    boolean expires() {
        return indexes.stream().anyMatch(index -> index.definition().expireAfter() != null);
    }

    /** Deletes some of the documents that have expired. */
    int expire(Instant now, int max) {
        int expired = 0;
        for (StoredIndex index : indexes) {
            for (Key id : index.expired(now, max - expired)) {
                byte[] document = documents.get(id);
                if (document != null) {
                    delete(id, Bson.decode(document));
                    expired++;
                }
            }
        }
        return expired;
    }

    void close(String indexName) {
        indexes.removeIf(
                index -> {
                    boolean it = index.definition().name().equals(indexName);
                    if (it) {
                        store.removeMap(index.map());
                        lists.remove(indexName);
                    }
                    return it;
                });
    }

    void remove() {
        List.copyOf(indexes).forEach(index -> close(index.definition().name()));
        store.removeMap(documents.map());
        store.removeMap(lists);
    }

    private String mapName(String indexName) {
        return "index." + namespace + "." + indexName;
    }

    private List<Key> checked(StoredIndex index, Document document, Key id) {
        List<Key> keys = index.keysOf(document);
        for (Key key : keys) {
            if (index.isTaken(key, id)) {
                IndexDefinition definition = index.definition();
                List<String> fields = definition.parts().stream().map(IndexPart::path).toList();
                throw new DuplicateKeyError(
                        namespace, duplicate(definition.name(), document, fields));
            }
        }
        return keys;
    }

    private static String duplicate(String index, Document document, List<String> fields) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
            @Nullable Object value =
                    IndexedValues.of(document, List.of(IndexPart.of(field, true)))
                            .rows()
                            .getFirst()[0];
            values.add(field + ": " + Json.toCompactJsonValue(shown(value)));
        }
        return index + " dup key: { " + String.join(", ", values) + " }";
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return value instanceof Missing || value == KeyWriter.NO_ELEMENT ? null : value;
    }
}
