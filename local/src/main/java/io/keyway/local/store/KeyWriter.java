package io.keyway.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values as bytes that compare as MongoDB compares the values: by type, then by value;
 * numbers of all types together. No encoded value is the beginning of another, so several can be
 * joined in one key.
 *
 * <p>A missing field is null. An empty list sorts before null. Numbers are exact as far as a double
 * or a long is; a Decimal128 is taken as the nearest double.
 */
final class KeyWriter {

    /** Stands for the missing element of an empty list. */
    static final Object NO_ELEMENT = new Object();

    private static final byte END = 0x05;
    private static final byte MIN = 0x10;
    private static final byte EMPTY = 0x18;
    private static final byte NULL = 0x20;
    private static final byte NUMBER = 0x30;
    private static final byte STRING = 0x40;
    private static final byte OBJECT = 0x50;
    private static final byte ARRAY = 0x60;
    private static final byte BINARY = 0x70;
    private static final byte OBJECT_ID = (byte) 0x80;
    private static final byte BOOLEAN = (byte) 0x90;
    private static final byte DATE = (byte) 0xA0;
    private static final byte TIMESTAMP = (byte) 0xB0;
    private static final byte REGEX = (byte) 0xC0;
    private static final byte CODE = (byte) 0xD0;
    private static final byte MAX = (byte) 0xE0;

    /** Beyond this, a long may not be exact as a double. */
    private static final double EXACT_MAX = 1L << 53;

    private byte[] bytes = new byte[64];
    private int length;

    static Key of(@Nullable Object value) {
        return new KeyWriter().value(value).key();
    }

    /** The first bytes of all values that have this value's type. */
    static Key type(Object value) {
        return new Key(new byte[] {typeOf(value)});
    }

    KeyWriter value(@Nullable Object value) {
        write(typeOf(value));
        switch (value) {
            case String text -> text(text);
            case Number number -> number(number);
            case Boolean flag -> write((byte) (flag ? 1 : 0));
            case Instant instant -> eightBytes(instant.toEpochMilli() ^ Long.MIN_VALUE);
            case Map<?, ?> document -> document(document);
            case Collection<?> list -> list(list);
            case ObjectId id -> write(id.toByteArray());
            case UUID id -> uuid((byte) 4, id);
            case LegacyUUID id -> uuid((byte) 3, id.getUuid());
            case BinData data -> binary(data.getData());
            case BsonTimestamp timestamp -> eightBytes(timestamp.getValue());
            case BsonRegularExpression regex -> {
                text(regex.getPattern());
                text(String.valueOf(regex.getOptions()));
            }
            case null, default -> {
                if (typeOf(value) == CODE) {
                    text(String.valueOf(value));
                } // Values of the other types have no content.
            }
        }
        return this;
    }

    KeyWriter descending(@Nullable Object value) {
        int start = length;
        value(value);
        for (int i = start; i < length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return this;
    }

    KeyWriter append(Key key) {
        write(key.bytes());
        return this;
    }

    int length() {
        return length;
    }

    Key key() {
        return new Key(Arrays.copyOf(bytes, length));
    }

    private static byte typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Missing _ -> NULL;
            case String _ -> STRING;
            case Number _ -> NUMBER;
            case Boolean _ -> BOOLEAN;
            case Instant _ -> DATE;
            case Map<?, ?> _ -> OBJECT;
            case Collection<?> _ -> ARRAY;
            case ObjectId _ -> OBJECT_ID;
            case UUID _ -> BINARY;
            case LegacyUUID _ -> BINARY;
            case BinData _ -> BINARY;
            case BsonTimestamp _ -> TIMESTAMP;
            case BsonRegularExpression _ -> REGEX;
            case MinKey _ -> MIN;
            case MaxKey _ -> MAX;
            case Object other when other == NO_ELEMENT -> EMPTY;
            default -> CODE;
        };
    }

    private void number(Number number) {
        double rounded = number.doubleValue() + 0.0; // Turns negative zero into zero.
        long bits = Double.doubleToLongBits(rounded);
        if (Double.isNaN(rounded)) {
            eightBytes(0); // Sorts before all numbers.
            return;
        }
        eightBytes(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        if (Math.abs(rounded) >= EXACT_MAX) {
            long rest = number instanceof Long exact ? exact - (long) rounded : 0;
            eightBytes(rest ^ Long.MIN_VALUE);
        }
    }

    /** Zero bytes are escaped, because zero and one end a text. */
    private void text(String text) {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            write(one);
            if (one == 0) {
                write((byte) 0xFF);
            }
        }
        write((byte) 0);
        write((byte) 1);
    }

    private void document(Map<?, ?> document) {
        document.forEach(
                (name, value) -> {
                    write(typeOf(value));
                    text(String.valueOf(name));
                    value(value);
                });
        write(END);
    }

    private void list(Collection<?> list) {
        list.forEach(this::value);
        write(END);
    }

    /** Sorts by length, then by subtype, then by content. */
    private void binary(byte[] data) {
        fourBytes(data.length);
        write((byte) 0);
        write(data);
    }

    private void uuid(byte kind, UUID id) {
        fourBytes(16);
        write(kind);
        eightBytes(id.getMostSignificantBits());
        eightBytes(id.getLeastSignificantBits());
    }

    private void eightBytes(long value) {
        fourBytes((int) (value >>> 32));
        fourBytes((int) value);
    }

    private void fourBytes(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            write((byte) (value >>> shift));
        }
    }

    private void write(byte[] all) {
        reserve(all.length);
        System.arraycopy(all, 0, bytes, length, all.length);
        length += all.length;
    }

    private void write(byte one) {
        reserve(1);
        bytes[length++] = one;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
