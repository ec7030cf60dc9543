package io.keyway.local.store;

import java.util.List;
import org.h2.mvstore.MVMap;

/** Keys in order, each of which leads to one document: an index, or the documents by their ids. */
interface Entries {

    MVMap<Key, ?> map();

    /** What the keys consist of; the last is always the id. */
    List<IndexPart> parts();

    /** Whether a document may have several entries, since this part of them comes out of a list. */
    boolean fromList(int part);

    /** Whether all documents that meet the conditions have an entry. */
    boolean holdsAll(Conditions conditions);

    boolean unique();

    /** The document's key of what a cursor over the map has given. */
    Key document(Key entry, Object value);
}
