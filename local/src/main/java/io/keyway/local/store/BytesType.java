package io.keyway.local.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * How pages store documents: as encoded bytes, so that writing a page does not encode them again.
 */
final class BytesType extends BasicDataType<byte[]> {

    private static final int OBJECT_BYTES = 24;

    @Override
    public int getMemory(byte[] bytes) {
        return OBJECT_BYTES + bytes.length;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }

    @Override
    public void write(WriteBuffer to, byte[] bytes) {
        to.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public byte[] read(ByteBuffer from) {
        byte[] bytes = new byte[DataUtils.readVarInt(from)];
        from.get(bytes);
        return bytes;
    }
}
