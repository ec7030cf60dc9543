package io.keyway.local.store;

import java.util.Arrays;

/**
 * Bytes that sort like the values they were made of ({@link KeyWriter}): the id of a document, or
 * an entry of an index.
 */
final class Key implements Comparable<Key> {

    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    boolean startsWith(Key prefix) {
        return startsWith(prefix, prefix.bytes.length);
    }

    private boolean startsWith(Key prefix, int length) {
        return bytes.length >= length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
    }

    Key from(int offset) {
        return new Key(Arrays.copyOfRange(bytes, offset, bytes.length));
    }

    Key append(Key rest) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + rest.bytes.length);
        System.arraycopy(rest.bytes, 0, all, bytes.length, rest.bytes.length);
        return new Key(all);
    }

    /** The same value for the descending order. */
    Key inverted() {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return new Key(inverted);
    }

    /** The smallest key that is greater than all keys that start with this one. */
    Key afterAllWithThisPrefix() {
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return new Key(new byte[] {(byte) 0xFF, (byte) 0xFF});
        }
        byte[] next = Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return new Key(next);
    }

    /** Compares what follows after so many bytes in both keys. */
    int compareRest(int offset, Key other, int otherOffset) {
        return Arrays.compareUnsigned(
                bytes, offset, bytes.length, other.bytes, otherOffset, other.bytes.length);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
