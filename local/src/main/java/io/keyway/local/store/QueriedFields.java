package io.keyway.local.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a query reads. Where many documents are read and few match, only these are
 * decoded; the others are skipped by their length.
 */
final class QueriedFields {

    private final List<byte[]> names;

    private QueriedFields(Set<String> names) {
        this.names = names.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** Null if the query may read any field. */
    static @Nullable QueriedFields of(Document query) {
        Set<String> names = new TreeSet<>();
        return collect(query, names) ? new QueriedFields(names) : null;
    }

    private static boolean collect(Document query, Set<String> names) {
        for (String field : query.keySet()) {
            if (!field.startsWith("$")) {
                names.add(IndexPart.of(field, true).root());
            } else if (!Set.of("$and", "$or", "$nor").contains(field)
                    || !(query.get(field) instanceof Collection<?> parts)
                    || !parts.stream()
                            .allMatch(
                                    part -> part instanceof Document one && collect(one, names))) {
                return false;
            }
        }
        return true;
    }

    Document decode(byte[] bytes) {
        Document document = new Document();
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        buffer.skipBytes(Integer.BYTES);
        for (byte type = buffer.readByte(); type != 0; type = buffer.readByte()) {
            int start = buffer.readerIndex();
            int end = start + buffer.bytesBefore((byte) 0);
            buffer.readerIndex(end + 1);
            if (isAskedFor(bytes, start, end)) {
                String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
                document.put(name, BsonDecoder.decodeValue(type, buffer));
            } else {
                pass(type, buffer);
            }
        }
        return document;
    }

    private boolean isAskedFor(byte[] bytes, int start, int end) {
        for (byte[] name : names) {
            if (Arrays.equals(bytes, start, end, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    /** Skips a value, by its type in the BSON specification. */
    private static void pass(byte type, ByteBuf buffer) {
        switch (type) {
            case 0x01, 0x09, 0x11, 0x12 -> buffer.skipBytes(Long.BYTES);
            case 0x10 -> buffer.skipBytes(Integer.BYTES);
            case 0x08 -> buffer.skipBytes(1);
            case 0x02 -> buffer.skipBytes(buffer.readIntLE());
            case 0x03, 0x04 -> buffer.skipBytes(buffer.readIntLE() - Integer.BYTES);
            case 0x05 -> buffer.skipBytes(buffer.readIntLE() + 1);
            default -> BsonDecoder.decodeValue(type, buffer);
        }
    }
}
