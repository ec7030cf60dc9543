package io.keyway.local.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How pages store keys: each without the bytes that it has in common with the one before. */
final class KeyType extends BasicDataType<Key> {

    private static final int OBJECT_BYTES = 48;

    @Override
    public int compare(Key one, Key other) {
        return one.compareTo(other);
    }

    @Override
    public int getMemory(Key key) {
        return OBJECT_BYTES + key.length();
    }

    @Override
    public Key[] createStorage(int size) {
        return new Key[size];
    }

    @Override
    public void write(WriteBuffer to, Object storage, int length) {
        byte[] before = {};
        for (int i = 0; i < length; i++) {
            byte[] bytes = ((Key[]) storage)[i].bytes();
            int shared = Math.max(0, Arrays.mismatch(before, bytes));
            shared = Math.min(shared, Math.min(before.length, bytes.length));
            to.putVarInt(shared).putVarInt(bytes.length - shared);
            to.put(bytes, shared, bytes.length - shared);
            before = bytes;
        }
    }

    @Override
    public void read(ByteBuffer from, Object storage, int length) {
        byte[] before = {};
        for (int i = 0; i < length; i++) {
            int shared = DataUtils.readVarInt(from);
            int rest = DataUtils.readVarInt(from);
            byte[] bytes = Arrays.copyOf(before, shared + rest);
            from.get(bytes, shared, rest);
            ((Key[]) storage)[i] = new Key(bytes);
            before = bytes;
        }
    }

    @Override
    public void write(WriteBuffer to, Key key) {
        to.putVarInt(key.length()).put(key.bytes());
    }

    @Override
    public Key read(ByteBuffer from) {
        byte[] bytes = new byte[DataUtils.readVarInt(from)];
        from.get(bytes);
        return new Key(bytes);
    }
}
