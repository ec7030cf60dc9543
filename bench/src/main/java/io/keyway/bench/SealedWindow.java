package io.keyway.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.datasketches.filters.bloomfilter.BloomFilter;
import org.apache.datasketches.filters.bloomfilter.BloomFilterBuilder;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Writes the known identities of a full window into the store, as usage-service does when a day has
 * ended: a seal per partition and day, and its blocks. A seal may have more identities than
 * offsets, so they need no events. What is sealed here takes the place of the partition's
 * identities that were in memory: the next owner does not know these any more.
 */
final class SealedWindow {

    /** The window of 35 days and two more, all before today. */
    static final int DAYS = 37;

    private static final int IDENTITY_BYTES = 24;
    private static final int BLOCK_SIZE = 1024;
    private static final long FILTER_BITS = 22;
    private static final int FILTER_HASHES = 10;
    private static final long FILTER_SEED = 0x4b657977_61790000L;

    /** Partitions between two lines of progress. */
    private static final int LINE_EVERY = 8;

    private final UsageTopic topic;
    private final MongoCollection<Document> seals;
    private final MongoCollection<Document> blocks;

    /**
     * An identity.
     *
     * @param high the first half of the hash; the seals are sorted by it
     * @param low the second half; odd
     */
    record Identity(long high, long low) {}

    SealedWindow(UsageTopic topic, MongoDatabase database) {
        this.topic = topic;
        this.seals = database.getCollection("seals");
        this.blocks = database.getCollection("sealedIdentities");
    }

    /**
     * Seals everything that was counted. No event may be on its way.
     *
     * @param identities random ones, evenly over partitions and days
     * @param known is added to the newest seal of every partition
     */
    void fill(int identities, Identity known) throws InterruptedException {
        topic.lengthen(DAYS);
        Map<Integer, Long> ends = topic.awaitCounted();
        long count = (long) topic.partitions() * DAYS;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long written = 0;
        for (int partition = 0; partition < topic.partitions(); partition++) {
            long first = sealedTo(partition);
            long end = ends.getOrDefault(partition, 0L);
            if (end - first < DAYS) {
                throw new IllegalStateException(
                        "partition %d is sealed to %d of %d".formatted(partition, first, end));
            }
            for (int day = 0; day < DAYS; day++) {
                long number = (long) partition * DAYS + day;
                long size = identities * (number + 1) / count - identities * number / count;
                boolean newest = day == DAYS - 1;
                write(
                        partition,
                        first + day,
                        newest ? end : first + day + 1,
                        today.minusDays(DAYS - day).toEpochDay(),
                        random((int) size, newest ? List.of(known) : List.of()));
                written += size;
            }
            if ((partition + 1) % LINE_EVERY == 0) {
                Bench.say(
                        "filling the window: %,d of %,d identities".formatted(written, identities));
            }
        }
    }

    private long sealedTo(int partition) {
        long to = 0;
        for (Document seal :
                seals.find(topic.of(partition)).projection(Projections.include("to"))) {
            to = Math.max(to, seal.getLong("to"));
        }
        return to;
    }

    /** In the order of identities. */
    private static List<Identity> random(int size, List<Identity> more) {
        return Stream.concat(
                        ThreadLocalRandom.current()
                                .longs()
                                .distinct()
                                .limit(size)
                                .mapToObj(
                                        high ->
                                                new Identity(
                                                        high,
                                                        ThreadLocalRandom.current().nextLong()
                                                                | 1)),
                        more.stream())
                .sorted((one, other) -> Long.compare(one.high(), other.high()))
                .toList();
    }

    private void write(int partition, long from, long to, long day, List<Identity> sorted) {
        String id = "%s:%019d:%019d".formatted(topic.id(partition), from, to);
        BloomFilter bloom =
                BloomFilterBuilder.createBySize(
                        FILTER_BITS * Math.max(1, sorted.size()), FILTER_HASHES, FILTER_SEED);
        sorted.forEach(identity -> bloom.update(identity.high()));
        List<Document> written = new ArrayList<>();
        ByteBuffer starts = ByteBuffer.allocate(sorted.size() / BLOCK_SIZE * Long.BYTES + 8);
        for (int start = 0; start < sorted.size(); start += BLOCK_SIZE) {
            starts.putLong(sorted.get(start).high());
            byte[] block =
                    block(sorted.subList(start, Math.min(start + BLOCK_SIZE, sorted.size())));
            written.add(
                    new Document("_id", "%s:%06d".formatted(id, written.size()))
                            .append("identities", new Binary(block))
                            .append("crc", crc(block)));
        }
        if (!written.isEmpty()) {
            blocks.insertMany(written);
        }
        byte[] firsts = new byte[starts.flip().remaining()];
        starts.get(firsts);
        byte[] filter = bloom.toByteArray();
        seals.insertOne(
                new Document("_id", id)
                        .append("from", from)
                        .append("to", to)
                        .append("day", day)
                        .append("size", sorted.size())
                        .append("firsts", new Binary(firsts))
                        .append("filter", new Binary(filter))
                        .append("crc", crc(firsts, filter)));
    }

    private static byte[] block(List<Identity> identities) {
        ByteBuffer out = ByteBuffer.allocate(identities.size() * IDENTITY_BYTES);
        for (Identity identity : identities) {
            out.putLong(identity.high())
                    .putLong(identity.low())
                    .putLong(ThreadLocalRandom.current().nextLong());
        }
        return out.array();
    }

    private static long crc(byte[]... parts) {
        CRC32C crc = new CRC32C();
        for (byte[] part : parts) {
            crc.update(part);
        }
        return crc.getValue();
    }
}
