package io.keyway.usage.identities;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import io.keyway.kit.store.Store;
import io.keyway.usage.documents.Checksum;
import io.keyway.usage.metering.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * The store of sealed identities. A seal, {@code partition:from:to}, has the filter and is written
 * last; its blocks, {@code partition:from:to:number}, have the identities in order, 24 bytes each.
 * What two owners write for the same stretch is the same, so writing it twice does no harm. Two
 * owners with different settings cut the log into other stretches: neither overwrites what the
 * other has written, and both can be read.
 */
public final class SealedStore {

    /** Blocks of one read or write: 100 × 24 KB. */
    private static final int BLOCKS_MAX = 100;

    private final MongoCollection<Document> seals;
    private final MongoCollection<Document> blocks;

    public SealedStore(MongoCollection<Document> seals, MongoCollection<Document> blocks) {
        this.seals = seals;
        this.blocks = blocks;
    }

    /** A block of a partition. */
    record BlockId(SealedIdentities sealed, int number) {

        private String in(String partition) {
            return blockPrefix(partition, sealed.from(), sealed.to()) + "%06d".formatted(number);
        }
    }

    void write(String partition, SealedIdentities sealed, List<Fingerprint> sorted) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        int number = 0;
        for (List<Fingerprint> block : SealedIdentities.blocks(sorted)) {
            String id = new BlockId(sealed, number++).in(partition);
            byte[] bytes = bytes(block);
            writes.add(
                    replace(
                            id,
                            new Document("_id", id)
                                    .append("identities", new Binary(bytes))
                                    .append("crc", Checksum.of(bytes))));
            if (writes.size() == BLOCKS_MAX) {
                blocks.bulkWrite(writes);
                writes.clear();
            }
        }
        if (!writes.isEmpty()) {
            blocks.bulkWrite(writes);
        }
        byte[] filter = sealed.filterBytes();
        byte[] firsts = sealed.firstsBytes();
        String id = "%s:%019d".formatted(start(partition, sealed.from()), sealed.to());
        seals.replaceOne(
                eq("_id", id),
                new Document("_id", id)
                        .append("from", sealed.from())
                        .append("to", sealed.to())
                        .append("day", sealed.day())
                        .append("size", sealed.size())
                        .append("firsts", new Binary(firsts))
                        .append("filter", new Binary(filter))
                        .append("crc", Checksum.of(firsts, filter)),
                new ReplaceOptions().upsert(true));
    }

    private static WriteModel<Document> replace(String id, Document document) {
        return new ReplaceOneModel<>(eq("_id", id), document, new ReplaceOptions().upsert(true));
    }

    /**
     * The seals of the partition, in the order of offsets. Where seals overlap, those that reach
     * farthest: they have all that the others have.
     *
     * @throws HaltedException if one is missing or does not have its checksum
     */
    List<SealedIdentities> load(String partition) {
        List<SealedIdentities> found = new ArrayList<>();
        for (Document seal :
                Store.unhurried(seals).find(of(partition + ":")).sort(Sorts.ascending("_id"))) {
            byte[] firsts = seal.get("firsts", Binary.class).getData();
            byte[] filter = seal.get("filter", Binary.class).getData();
            check(seal, Checksum.of(firsts, filter));
            found.add(
                    new SealedIdentities(
                            seal.getLong("from"),
                            seal.getLong("to"),
                            seal.getLong("day"),
                            seal.getInteger("size"),
                            SealedIdentities.firsts(firsts),
                            SealedIdentities.filter(filter)));
        }
        return withoutGaps(partition, found);
    }

    private static List<SealedIdentities> withoutGaps(
            String partition, List<SealedIdentities> all) {
        List<SealedIdentities> farthest = new ArrayList<>();
        int next = 0;
        while (next < all.size()) {
            long end = farthest.isEmpty() ? all.getFirst().from() : farthest.getLast().to();
            SealedIdentities best = all.get(next);
            if (best.from() > end) {
                throw new HaltedException(
                        "The known event ids of %s from offset %d on are missing. %s"
                                .formatted(partition, end, HaltedException.RESTORE_OR_DELETE));
            }
            while (next < all.size() && all.get(next).from() <= end) {
                best = all.get(next).to() > best.to() ? all.get(next) : best;
                next++;
            }
            if (best.to() > end) {
                farthest.add(best);
            }
        }
        return farthest;
    }

    /**
     * The payload hashes of those identities that are in the blocks.
     *
     * @param maybe identities by the block that may hold them
     * @throws HaltedException if a block is missing or does not have its checksum
     */
    Map<Fingerprint.Identity, Long> payloads(
            String partition, Map<BlockId, List<Fingerprint.Identity>> maybe) {
        Map<Fingerprint.Identity, Long> found = new HashMap<>();
        Map<String, List<Fingerprint.Identity>> wanted = new HashMap<>();
        maybe.forEach((block, identities) -> wanted.put(block.in(partition), identities));
        List<String> ids = List.copyOf(wanted.keySet());
        for (int from = 0; from < ids.size(); from += BLOCKS_MAX) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BLOCKS_MAX));
            int read = 0;
            for (Document block : blocks.find(in("_id", some))) {
                byte[] bytes = block.get("identities", Binary.class).getData();
                check(block, Checksum.of(bytes));
                search(bytes, wanted.getOrDefault(block.getString("_id"), List.of()), found);
                read++;
            }
            if (read < some.size()) {
                throw new HaltedException(
                        "Blocks of known event ids are missing among %s. %s"
                                .formatted(some, HaltedException.RESTORE_OR_DELETE));
            }
        }
        return found;
    }

    private static void search(
            byte[] block,
            Collection<Fingerprint.Identity> identities,
            Map<Fingerprint.Identity, Long> found) {
        ByteBuffer in = ByteBuffer.wrap(block);
        for (Fingerprint.Identity identity : identities) {
            int low = 0;
            int high = block.length / Fingerprint.BYTES - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Fingerprint entry = Fingerprint.readFrom(in.position(middle * Fingerprint.BYTES));
                int order = entry.identity().compareTo(identity);
                if (order == 0) {
                    found.put(identity, entry.payload());
                    break;
                } else if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        }
    }

    /**
     * Deletes what starts at an offset from one to another, exclusive. The seals go last, and the
     * one that reaches farthest at the very end: what is left after a crash has no gaps, and is
     * deleted the next time.
     */
    void delete(String partition, long from, long to) {
        Bson range = and(gte("_id", start(partition, from)), lt("_id", start(partition, to)));
        blocks.deleteMany(range);
        List<Document> expired =
                seals.find(range).projection(Projections.include("to")).into(new ArrayList<>());
        expired.sort(Comparator.comparing(seal -> seal.getLong("to")));
        expired.forEach(seal -> seals.deleteOne(eq("_id", seal.get("_id"))));
    }

    /** Padded with zeros, so that ids sort like offsets. */
    private static String start(String partition, long from) {
        return "%s:%019d".formatted(partition, from);
    }

    private static String blockPrefix(String partition, long from, long to) {
        return "%s:%019d:".formatted(start(partition, from), to);
    }

    /** By the index of ids; the prefix ends with a colon, after which come digits. */
    private static Bson of(String prefix) {
        return and(gte("_id", prefix), lt("_id", prefix.substring(0, prefix.length() - 1) + ";"));
    }

    private static void check(Document document, long crc) {
        if (document.getLong("crc") != crc) {
            throw new HaltedException(
                    "The known event ids %s do not have their checksum. %s"
                            .formatted(document.get("_id"), HaltedException.RESTORE_OR_DELETE));
        }
    }

    private static byte[] bytes(List<Fingerprint> block) {
        ByteBuffer out = ByteBuffer.allocate(block.size() * Fingerprint.BYTES);
        block.forEach(fingerprint -> fingerprint.writeTo(out));
        return out.array();
    }
}
