package io.keyway.usage.identities;

import io.keyway.usage.metering.Fingerprint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.filters.bloomfilter.BloomFilter;
import org.apache.datasketches.filters.bloomfilter.BloomFilterBuilder;

/**
 * The identities that one stretch of a partition's log has counted. Resident are a Bloom filter of
 * 22 bits per identity, which says "no" wrongly never and "maybe" wrongly once in 24,000 times, and
 * the first identity of each stored block: less than 3 bytes per identity.
 *
 * @param from start offset of the stretch
 * @param to the offset after its last: where the next stretch starts
 * @param day the day of receipt of its events, in days since 1970; they expire by it
 * @param size how many identities
 * @param firsts the high half of the first identity of each block, ascending
 */
record SealedIdentities(long from, long to, long day, int size, long[] firsts, BloomFilter filter) {

    /** Identities of a block: 24 KB, what one lookup reads. */
    static final int BLOCK_SIZE = 1024;

    private static final long FILTER_BITS = 22;
    private static final int FILTER_HASHES = 10;

    /** The same for each filter, so that a filter can be made again. */
    private static final long FILTER_SEED = 0x4b657977_61790000L;

    /**
     * @param sorted in the order of identities
     */
    static SealedIdentities of(long from, long to, long day, List<Fingerprint> sorted) {
        BloomFilter filter =
                BloomFilterBuilder.createBySize(
                        FILTER_BITS * Math.max(1, sorted.size()), FILTER_HASHES, FILTER_SEED);
        for (Fingerprint fingerprint : sorted) {
            filter.update(fingerprint.identity().high());
        }
        long[] firsts =
                blocks(sorted).stream()
                        .mapToLong(block -> block.getFirst().identity().high())
                        .toArray();
        return new SealedIdentities(from, to, day, sorted.size(), firsts, filter);
    }

    /** Identities with the same high half are in the same block. */
    static List<List<Fingerprint>> blocks(List<Fingerprint> sorted) {
        List<List<Fingerprint>> blocks = new ArrayList<>();
        int start = 0;
        while (start < sorted.size()) {
            int end = Math.min(start + BLOCK_SIZE, sorted.size());
            while (end < sorted.size() && high(sorted, end) == high(sorted, end - 1)) {
                end++;
            }
            blocks.add(sorted.subList(start, end));
            start = end;
        }
        return blocks;
    }

    private static long high(List<Fingerprint> sorted, int index) {
        return sorted.get(index).identity().high();
    }

    /** False if the identity is certainly not among these. */
    boolean mayContain(Fingerprint.Identity identity) {
        return size > 0 && identity.high() >= firsts[0] && filter.query(identity.high());
    }

    /** The only block that can hold the identity, which {@link #mayContain} allowed. */
    int blockOf(Fingerprint.Identity identity) {
        int found = Arrays.binarySearch(firsts, identity.high());
        return found >= 0 ? found : -found - 2;
    }

    byte[] filterBytes() {
        return filter.toByteArray();
    }

    static BloomFilter filter(byte[] bytes) {
        return BloomFilter.heapify(MemorySegment.ofArray(bytes));
    }

    byte[] firstsBytes() {
        ByteBuffer out = ByteBuffer.allocate(firsts.length * Long.BYTES);
        out.asLongBuffer().put(firsts);
        return out.array();
    }

    static long[] firsts(byte[] bytes) {
        long[] firsts = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(firsts);
        return firsts;
    }
}
