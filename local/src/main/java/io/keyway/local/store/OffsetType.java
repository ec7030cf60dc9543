package io.keyway.local.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * How pages store the value of an index entry: the offset in its key at which the document's id
 * begins.
 */
final class OffsetType extends BasicDataType<Integer> {

    @Override
    public int getMemory(Integer offset) {
        return 4;
    }

    @Override
    public Integer[] createStorage(int size) {
        return new Integer[size];
    }

    @Override
    public void write(WriteBuffer to, Integer offset) {
        to.putVarInt(offset);
    }

    @Override
    public Integer read(ByteBuffer from) {
        return DataUtils.readVarInt(from);
    }
}
