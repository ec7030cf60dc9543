package io.keyway.local.store;

import java.util.List;
import org.h2.mvstore.MVMap;

/** Sorted keys, each of which leads to one document: an index, or the documents by id. */
interface Entries {

    MVMap<Key, ?> map();

    /** The fields that a key consists of; the last is always the id. */
    List<IndexPart> parts();

    /** Whether a document may have several entries, because this field is in a list. */
    boolean fromList(int part);

    /** Whether all documents that meet the conditions have an entry. */
    boolean holdsAll(Conditions conditions);

    boolean unique();

    /** The document's key, from the key and value of an entry. */
    Key document(Key entry, Object value);
}
