package io.keyway.license.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The signed license key {@code key/{base64url(payload)}.{base64url(signature)}}; the signature
 * covers the bytes before the dot, prefix included. Both halves are padded, because the widely used
 * Go client decodes them strictly.
 */
public final class SignedKey {

    private static final String PREFIX = "key/";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private SignedKey() {}

    public static String of(String payload, SigningKey key) {
        String signed = PREFIX + ENCODER.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        return signed + "." + ENCODER.encodeToString(key.sign(signed));
    }

    /**
     * The payload, or nothing when the key is not of this form or not signed by this public key.
     */
    public static Optional<String> open(String signedKey, byte[] publicKey) {
        int dot = signedKey.indexOf('.');
        if (!signedKey.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        String signed = signedKey.substring(0, dot);
        try {
            byte[] signature = DECODER.decode(signedKey.substring(dot + 1));
            byte[] payload = DECODER.decode(signed.substring(PREFIX.length()));
            boolean genuine =
                    Ed25519.verify(publicKey, signed.getBytes(StandardCharsets.UTF_8), signature);
            return genuine
                    ? Optional.of(new String(payload, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
