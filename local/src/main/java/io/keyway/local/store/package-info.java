/**
 * The stand-in for MongoDB: the wire protocol of mongo-java-server over one H2 file, with indexes,
 * expiry and durable commits of its own.
 *
 * <p>A command comes in through {@link io.keyway.local.store.StoreBackend}, which has it committed
 * before it is answered ({@link io.keyway.local.store.GroupCommit}). {@link
 * io.keyway.local.store.IndexedCollection} keeps documents and index entries, {@link
 * io.keyway.local.store.Planner} decides which entries a query reads.
 */
@NullMarked
package io.keyway.local.store;

import org.jspecify.annotations.NullMarked;
