package io.keyway.license.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts private signing keys at rest: AES-256-GCM under {@code KEYWAY_SIGNING_SECRET}, the kid
 * as associated data, so that a sealed key copied to another kid does not open. Sealed form:
 * 12-byte nonce, ciphertext, 16-byte tag.
 */
public final class KeySeal {

    public static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public KeySeal(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the signing secret must be " + SECRET_BYTES + " bytes, got " + secret.length);
        }
        this.key = new SecretKeySpec(secret, "AES");
    }

    byte[] seal(String kid, byte[] seed) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, kid, nonce, seed);
        return ByteBuffer.allocate(nonce.length + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /**
     * @throws IllegalStateException when the secret is not the one the key was sealed with: a
     *     service that went on would sign with a key that no client knows
     */
    byte[] open(String kid, byte[] sealed) {
        if (sealed.length <= NONCE_BYTES) {
            throw new IllegalStateException("the sealed signing key " + kid + " is cut off");
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] encrypted = new byte[buffer.remaining()];
        buffer.get(encrypted);
        return run(Cipher.DECRYPT_MODE, kid, nonce, encrypted);
    }

    private byte[] run(int mode, String kid, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException otherSecret) {
            throw new IllegalStateException(
                    "the signing key " + kid + " does not open with KEYWAY_SIGNING_SECRET",
                    otherSecret);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed on the signing key " + kid, broken);
        }
    }
}
