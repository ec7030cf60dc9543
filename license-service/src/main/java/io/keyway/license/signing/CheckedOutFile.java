package io.keyway.license.signing;

import io.keyway.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A license or machine file: a signed, optionally encrypted snapshot that a product verifies
 * offline.
 *
 * <pre>
 * -----BEGIN LICENSE FILE-----
 * base64 of {"enc": …, "sig": …, "alg": …} in lines of 60
 * -----END LICENSE FILE-----
 * </pre>
 *
 * {@code enc} is the base64 of the snapshot ({@code base64+ed25519}), or ciphertext, nonce and tag,
 * each in base64, joined by dots ({@code aes-256-gcm+ed25519}). {@code sig} covers the file's
 * prefix and {@code enc}. The AES key is the SHA-256 of the secret: the license key for a license
 * file, the license key followed by the fingerprint for a machine file.
 */
public enum CheckedOutFile {
    LICENSE("license/", "LICENSE FILE"),
    MACHINE("machine/", "MACHINE FILE");

    private static final String SIGNED = "base64+ed25519";
    private static final String ENCRYPTED = "aes-256-gcm+ed25519";
    private static final int LINE_CHARS = 60;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'});

    private final String signedPrefix;
    private final String begin;
    private final String end;

    CheckedOutFile(String signedPrefix, String name) {
        this.signedPrefix = signedPrefix;
        this.begin = "-----BEGIN " + name + "-----";
        this.end = "-----END " + name + "-----";
    }

    /** Signed and not encrypted. */
    public String sign(String snapshot, SigningKey key) {
        return write(BASE64.encodeToString(utf8(snapshot)), SIGNED, key);
    }

    /**
     * Encrypted and signed.
     *
     * @param secret the license key, followed by the fingerprint in a machine file
     */
    public String encryptAndSign(String snapshot, String secret, SigningKey key) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = gcm(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(utf8(snapshot));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed", broken);
        }
        int tagFrom = sealed.length - TAG_BYTES;
        String enc =
                BASE64.encodeToString(Arrays.copyOf(sealed, tagFrom))
                        + "."
                        + BASE64.encodeToString(nonce)
                        + "."
                        + BASE64.encodeToString(Arrays.copyOfRange(sealed, tagFrom, sealed.length));
        return write(enc, ENCRYPTED, key);
    }

    /**
     * Verifies the signature before it decrypts or parses the content.
     *
     * @param secret needed for an encrypted file only
     */
    public Opened open(String file, byte[] publicKey, @Nullable String secret) {
        JsonNode envelope = envelope(file);
        if (envelope == null) {
            return new Opened.Malformed();
        }
        String enc = text(envelope, "enc");
        String alg = text(envelope, "alg");
        byte[] signature = base64(text(envelope, "sig"));
        if (signature == null || enc.isEmpty() || alg.isEmpty()) {
            return new Opened.Malformed();
        }
        if (!alg.equals(SIGNED) && !alg.equals(ENCRYPTED)) {
            return new Opened.Unsupported(alg);
        }
        if (!Ed25519.verify(publicKey, utf8(signedPrefix + enc), signature)) {
            return new Opened.NotGenuine();
        }
        return alg.equals(SIGNED) ? decode(enc) : decrypt(enc, secret);
    }

    private String write(String enc, String alg, SigningKey key) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("enc", enc);
        envelope.put("sig", BASE64.encodeToString(key.sign(signedPrefix + enc)));
        envelope.put("alg", alg);
        return begin
                + "\n"
                + LINES.encodeToString(utf8(JSON.writeValueAsString(envelope)))
                + "\n"
                + end
                + "\n";
    }

    private @Nullable JsonNode envelope(String file) {
        String trimmed = file.strip();
        if (!trimmed.startsWith(begin) || !trimmed.endsWith(end)) {
            return null;
        }
        String body =
                trimmed.substring(
                        begin.length(), Math.max(begin.length(), trimmed.length() - end.length()));
        byte[] json = base64(body.replaceAll("\\s", ""));
        if (json == null) {
            return null;
        }
        try {
            JsonNode envelope = JSON.readTree(json);
            return envelope.isObject() ? envelope : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static String text(JsonNode envelope, String field) {
        JsonNode value = envelope.path(field);
        return value.isString() ? value.stringValue() : "";
    }

    private static Opened decode(String enc) {
        byte[] snapshot = base64(enc);
        return snapshot == null
                ? new Opened.Malformed()
                : new Opened.Genuine(new String(snapshot, StandardCharsets.UTF_8));
    }

    private static Opened decrypt(String enc, @Nullable String secret) {
        if (secret == null) {
            return new Opened.WrongSecret();
        }
        String[] parts = enc.split("\\.", -1);
        if (parts.length != 3) {
            return new Opened.Malformed();
        }
        byte[] ciphertext = base64(parts[0]);
        byte[] nonce = base64(parts[1]);
        byte[] tag = base64(parts[2]);
        if (ciphertext == null
                || nonce == null
                || tag == null
                || nonce.length != NONCE_BYTES
                || tag.length != TAG_BYTES) {
            return new Opened.Malformed();
        }
        byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
        System.arraycopy(tag, 0, sealed, ciphertext.length, tag.length);
        try {
            byte[] snapshot = gcm(Cipher.DECRYPT_MODE, secret, nonce).doFinal(sealed);
            return new Opened.Genuine(new String(snapshot, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException wrongSecret) {
            return new Opened.WrongSecret();
        }
    }

    private static Cipher gcm(int mode, String secret, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(Sha256.of(secret), "AES"),
                new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return cipher;
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The result of opening a file. */
    public sealed interface Opened {

        /** Signed by the key, and readable. */
        record Genuine(String snapshot) implements Opened {}

        /** Not a file of this kind. */
        record Malformed() implements Opened {}

        /** An algorithm that Keyway does not write. */
        record Unsupported(String alg) implements Opened {}

        /** The signature is not by this key, or the file was changed. */
        record NotGenuine() implements Opened {}

        /** Genuine, but the secret does not decrypt it. */
        record WrongSecret() implements Opened {}
    }
}
