package io.keyway.local.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Where in an index entry the id of its document begins. */
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
