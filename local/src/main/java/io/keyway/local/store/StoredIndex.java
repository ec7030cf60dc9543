package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import io.keyway.local.store.EntryCursor.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index. Each document has one entry, or one for each element of a list; the key is the
 * fields' values followed by the document's key, and the value is where that key begins.
 *
 * <p>An index that has ever contained a list in a field remembers it: from then on a document may
 * have several entries, which excludes some uses (see {@link Planner}).
 */
final class StoredIndex implements Entries {

    private final IndexDefinition definition;
    private final List<IndexPart> parts;

    /** Number of written parts: an ascending id at the end is the document's key itself. */
    private final int written;

    private final Set<String> roots;
    private final MVMap<Key, Integer> map;
    private final MVMap<String, Long> lists;

    /** The parts that have contained a list, one bit each. */
    private volatile long fromLists;

    private StoredIndex(
            IndexDefinition definition, MVMap<Key, Integer> map, MVMap<String, Long> lists) {
        this.definition = definition;
        this.map = map;
        this.lists = lists;
        List<IndexPart> declared = definition.parts();
        this.written =
                declared.getLast().equals(IndexPart.ID) ? declared.size() - 1 : declared.size();
        this.parts =
                Stream.concat(declared.subList(0, written).stream(), Stream.of(IndexPart.ID))
                        .toList();
        this.roots =
                Stream.concat(
                                declared.stream().map(IndexPart::root),
                                definition.onlyWith().stream()
                                        .map(field -> IndexPart.of(field, true).root()))
                        .collect(Collectors.toUnmodifiableSet());
        this.fromLists = lists.getOrDefault(definition.name(), 0L);
    }

    static StoredIndex open(
            MVStore store, String mapName, IndexDefinition definition, MVMap<String, Long> lists) {
        MVMap<Key, Integer> map =
                store.openMap(
                        mapName,
                        new MVMap.Builder<Key, Integer>()
                                .keyType(new KeyType())
                                .valueType(new OffsetType()));
        return new StoredIndex(definition, map, lists);
    }

    IndexDefinition definition() {
        return definition;
    }

    /** Whether a change may change entries. */
    boolean concerns(Document before, Document after) {
        for (String root : roots) {
            if (!Objects.equals(before.get(root), after.get(root))
                    || before.containsKey(root) != after.containsKey(root)) {
                return true;
            }
        }
        return false;
    }

    /** The entries of a document, without the document's key. */
    List<Key> keysOf(Document document) {
        if (!definition.holds(document)) {
            return List.of();
        }
        IndexedValues values = IndexedValues.of(document, ownParts());
        if (definition.sparse() && !values.present()) {
            return List.of();
        }
        remember(values.lists());
        List<@Nullable Object[]> rows = values.rows();
        if (rows.size() == 1) {
            return List.of(key(rows.getFirst()));
        }
        TreeSet<Key> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(key(row)));
        return List.copyOf(keys);
    }

    /**
     * Without the id at the end, which all documents have: a sparse index holds no document because
     * of it.
     */
    private List<IndexPart> ownParts() {
        return parts.subList(0, written);
    }

    private Key key(@Nullable Object[] row) {
        KeyWriter writer = new KeyWriter();
        for (int part = 0; part < written; part++) {
            if (parts.get(part).ascending()) {
                writer.value(row[part]);
            } else {
                writer.descending(row[part]);
            }
        }
        return writer.key();
    }

    private void remember(long found) {
        if ((found & ~fromLists) != 0) {
            fromLists |= found;
            lists.put(definition.name(), fromLists);
        }
    }

    void add(Key key, Key document) {
        map.put(key.append(document), key.length());
    }

    void remove(Key key, Key document) {
        map.remove(key.append(document));
    }

    /** Whether a unique index has the key for another document. */
    boolean isTaken(Key key, @Nullable Key document) {
        if (!definition.unique() || written < definition.parts().size()) {
            return false;
        }
        Key found = map.ceilingKey(key);
        return found != null
                && found.startsWith(key)
                && !(document != null && found.from(key.length()).equals(document));
    }

    /** Documents with an instant that is old enough for them to expire. */
    List<Key> expired(Instant now, int max) {
        if (definition.expireAfter() == null) {
            return List.of();
        }
        Instant latest = now.minus(definition.expireAfter());
        Interval due =
                new Span(KeyWriter.type(latest), true, KeyWriter.of(latest), true)
                        .after(new Key(new byte[0]), parts.getFirst().ascending());
        Walk walk = new Walk(this, List.of(due), false, false, false, true, 0);
        return Candidates.of(walk).limit(max).map(Candidate::id).toList();
    }

    @Override
    public MVMap<Key, Integer> map() {
        return map;
    }

    @Override
    public List<IndexPart> parts() {
        return parts;
    }

    @Override
    public boolean fromList(int part) {
        return (fromLists & 1L << part) != 0;
    }

    @Override
    public boolean holdsAll(Conditions conditions) {
        return definition.onlyWith().stream().allMatch(conditions::demandPresence)
                && (!definition.sparse()
                        || ownParts().stream()
                                .anyMatch(part -> conditions.demandPresence(part.path())));
    }

    @Override
    public boolean unique() {
        return definition.unique();
    }

    @Override
    public Key document(Key entry, Object value) {
        return entry.from((Integer) value);
    }
}
