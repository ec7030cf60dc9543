package io.keyway.usage.metering;

import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Which event it is and what it says. Two copies of one event have equal fingerprints; two events
 * that share an identity but not the payload are in conflict.
 *
 * @param identity of (vendor, license, source, id)
 * @param payload of what the sender wrote: type, time and data
 */
public record Fingerprint(Identity identity, long payload) {

    /** Bytes of one fingerprint where many are kept in a row. */
    public static final int BYTES = 3 * Long.BYTES;

    /**
     * 128 bits of SHA-256 over length-prefixed parts: no two parts can be shifted into each other.
     */
    public record Identity(long high, long low) {

        public static Identity of(PartnerId vendor, LicenseId license, String source, String id) {
            MessageDigest digest = Sha256.digest();
            for (String part : new String[] {vendor.value(), license.value(), source, id}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Identity(hash.getLong(), hash.getLong());
        }
    }

    public void writeTo(ByteBuffer out) {
        out.putLong(identity.high()).putLong(identity.low()).putLong(payload);
    }

    public static Fingerprint readFrom(ByteBuffer in) {
        return new Fingerprint(new Identity(in.getLong(), in.getLong()), in.getLong());
    }
}
