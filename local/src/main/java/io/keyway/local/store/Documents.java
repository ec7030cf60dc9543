package io.keyway.local.store;

import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** The documents of a collection, sorted by id. */
final class Documents implements Entries {

    private static final List<IndexPart> PARTS = List.of(IndexPart.ID);

    private final MVMap<Key, byte[]> map;

    private Documents(MVMap<Key, byte[]> map) {
        this.map = map;
    }

    static Documents open(MVStore store, String mapName) {
        return new Documents(
                store.openMap(
                        mapName,
                        new MVMap.Builder<Key, byte[]>()
                                .keyType(new KeyType())
                                .valueType(new BytesType())));
    }

    byte @Nullable [] get(Key id) {
        return map.get(id);
    }

    boolean contains(Key id) {
        return map.containsKey(id);
    }

    void put(Key id, byte[] document) {
        map.put(id, document);
    }

    void remove(Key id) {
        map.remove(id);
    }

    int count() {
        return map.size();
    }

    @Override
    public MVMap<Key, byte[]> map() {
        return map;
    }

    @Override
    public List<IndexPart> parts() {
        return PARTS;
    }

    @Override
    public boolean fromList(int part) {
        return false;
    }

    @Override
    public boolean holdsAll(Conditions conditions) {
        return true;
    }

    @Override
    public boolean unique() {
        return true;
    }

    @Override
    public Key document(Key entry, Object value) {
        return entry;
    }
}
