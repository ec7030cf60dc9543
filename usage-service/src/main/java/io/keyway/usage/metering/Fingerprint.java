package io.keyway.usage.metering;

import io.keyway.contracts.Sha256;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Hashes of an event's identity and content. Copies of an event have equal fingerprints; two events
 * with the same identity and different content are in conflict.
 *
 * @param identity hash of vendor, license, source and id
 * @param payload hash of type, time and data
 */
public record Fingerprint(Identity identity, long payload) {

    /** Bytes of one fingerprint in binary form. */
    public static final int BYTES = 3 * Long.BYTES;

    /**
     * The first 127 bits of the SHA-256 over length-prefixed parts; the last bit is always 1, so
     * that no identity is all zeros. The prefixes keep ("ab", "c") and ("a", "bc") apart.
     */
    public record Identity(long high, long low) implements Comparable<Identity> {

        public Identity {
            low |= 1;
        }

        @Override
        public int compareTo(Identity other) {
            int order = Long.compare(high, other.high);
            return order == 0 ? Long.compare(low, other.low) : order;
        }

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
