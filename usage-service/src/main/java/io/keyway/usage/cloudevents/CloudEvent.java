package io.keyway.usage.cloudevents;

import io.keyway.contracts.Sha256;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.usage.metering.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A CloudEvents 1.0 event in JSON format that reports usage.
 *
 * @param subject the license id as sent; whether such a license exists is checked later
 * @param time when it happened; null means when it is received
 */
public record CloudEvent(
        String id,
        String source,
        String type,
        String subject,
        @Nullable Instant time,
        JsonNode data) {

    public Fingerprint fingerprint(PartnerId vendor, LicenseId license) {
        return new Fingerprint(
                Fingerprint.Identity.of(vendor, license, source, id), payloadFingerprint());
    }

    /** Does not depend on the order of properties or the notation of numbers. */
    private long payloadFingerprint() {
        MessageDigest digest = Sha256.digest();
        text(digest, type);
        text(digest, time == null ? "" : time.toString());
        feed(digest, data);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static void feed(MessageDigest digest, JsonNode node) {
        if (node.isObject()) {
            digest.update((byte) '{');
            List<Map.Entry<String, JsonNode>> properties = new ArrayList<>(node.properties());
            properties.sort(Map.Entry.comparingByKey());
            for (Map.Entry<String, JsonNode> property : properties) {
                text(digest, property.getKey());
                feed(digest, property.getValue());
            }
            digest.update((byte) '}');
        } else if (node.isArray()) {
            digest.update((byte) '[');
            node.forEach(item -> feed(digest, item));
            digest.update((byte) ']');
        } else if (node.isNumber()) {
            digest.update((byte) '#');
            text(digest, node.decimalValue().stripTrailingZeros().toString());
        } else {
            digest.update((byte) (node.isString() ? '"' : '='));
            text(digest, node.asString());
        }
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
