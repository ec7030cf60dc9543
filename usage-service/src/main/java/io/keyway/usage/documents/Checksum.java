package io.keyway.usage.documents;

import java.util.zip.CRC32C;

/** The checksum of what must not be counted if a bit of it has changed: CRC-32C. */
public final class Checksum {

    private Checksum() {}

    /** Of the parts one after another. */
    public static long of(byte[]... parts) {
        CRC32C crc = new CRC32C();
        for (byte[] part : parts) {
            crc.update(part);
        }
        return crc.getValue();
    }
}
