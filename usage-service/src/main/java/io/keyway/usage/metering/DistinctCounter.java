package io.keyway.usage.metering;

import io.keyway.contracts.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts distinct values by their 64-bit hashes. Up to {@link #EXACT_MAX} values it is an exact
 * set; beyond, it becomes a HyperLogLog of 2^14 registers (standard error 0.8 %), so that a bucket
 * stays small. The form depends only on the union of the values, not on the order of merging.
 */
public final class DistinctCounter {

    /** Size of the largest exact set: 32 KiB, twice the size of the registers. */
    public static final int EXACT_MAX = 4096;

    private static final int INDEX_BITS = 14;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int RANK_MAX = 64 - INDEX_BITS + 1;

    /** Sorted hashes without repetition; empty once there are registers. */
    private final long[] hashes;

    /** Empty while the set is exact. */
    private final byte[] registers;

    private DistinctCounter(long[] hashes, byte[] registers) {
        this.hashes = hashes;
        this.registers = registers;
    }

    public static DistinctCounter of(long... hashes) {
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        return bounded(distinct(sorted));
    }

    /** The hash of a value: the first 8 bytes of its SHA-256. */
    public static long hash(String value) {
        return ByteBuffer.wrap(Sha256.of(value)).getLong();
    }

    public boolean exact() {
        return registers.length == 0;
    }

    public long count() {
        return exact() ? hashes.length : Math.round(estimate());
    }

    public DistinctCounter union(DistinctCounter other) {
        if (exact() && other.exact()) {
            long[] all = Arrays.copyOf(hashes, hashes.length + other.hashes.length);
            System.arraycopy(other.hashes, 0, all, hashes.length, other.hashes.length);
            Arrays.sort(all);
            return bounded(distinct(all));
        }
        byte[] union = registers().clone();
        byte[] others = other.registers();
        for (int i = 0; i < union.length; i++) {
            union[i] = (byte) Math.max(union[i], others[i]);
        }
        return new DistinctCounter(new long[0], union);
    }

    /** Format: byte 0 followed by the hashes, or byte 1 followed by the registers. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(1 + hashes.length * Long.BYTES + registers.length);
        bytes.put((byte) (exact() ? 0 : 1));
        for (long hash : hashes) {
            bytes.putLong(hash);
        }
        return bytes.put(registers).array();
    }

    public static DistinctCounter fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() == 1) {
            return new DistinctCounter(new long[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        long[] hashes = new long[in.remaining() / Long.BYTES];
        in.asLongBuffer().get(hashes);
        return new DistinctCounter(hashes, new byte[0]);
    }

    private static DistinctCounter bounded(long[] distinct) {
        return distinct.length <= EXACT_MAX
                ? new DistinctCounter(distinct, new byte[0])
                : new DistinctCounter(new long[0], registers(distinct));
    }

    private static long[] distinct(long[] sorted) {
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, kept);
    }

    private byte[] registers() {
        return exact() ? registers(hashes) : registers;
    }

    private static byte[] registers(long[] hashes) {
        byte[] registers = new byte[REGISTERS];
        for (long hash : hashes) {
            int index = (int) (hash >>> (64 - INDEX_BITS));
            int rank = Math.min(RANK_MAX, Long.numberOfLeadingZeros(hash << INDEX_BITS) + 1);
            registers[index] = (byte) Math.max(registers[index], rank);
        }
        return registers;
    }

    /** Ertl's improved raw estimator (arXiv 1702.01284): no bias at either end of the range. */
    private double estimate() {
        int[] ranks = new int[RANK_MAX + 1];
        for (byte register : registers) {
            ranks[register]++;
        }
        double m = REGISTERS;
        double z = m * tau(1 - ranks[RANK_MAX] / m);
        for (int k = RANK_MAX - 1; k >= 1; k--) {
            z = 0.5 * (z + ranks[k]);
        }
        z += m * sigma(ranks[0] / m);
        return m * m / (2 * Math.log(2) * z);
    }

    private static double sigma(double x) {
        if (x == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double x) {
        if (x == 0 || x == 1) {
            return 0;
        }
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (before != z);
        return z / 3;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctCounter that
                && Arrays.equals(hashes, that.hashes)
                && Arrays.equals(registers, that.registers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(hashes) + Arrays.hashCode(registers);
    }

    @Override
    public String toString() {
        return (exact() ? "" : "about ") + count() + " uniques";
    }
}
