package io.keyway.license.signing;

import io.keyway.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 signing key. Its kid is the RFC 7638 thumbprint of the public key, so a kid can be
 * checked against the key. Generations count from 1; the highest signs.
 */
public final class SigningKey {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String kid;
    private final int generation;
    private final byte[] publicKey;
    private final PrivateKey privateKey;
    private final Instant createdAt;

    private SigningKey(int generation, byte[] seed, Instant createdAt) {
        this.publicKey = Ed25519.publicKey(seed);
        this.kid = thumbprint(publicKey);
        this.generation = generation;
        this.privateKey = Ed25519.privateKey(seed);
        this.createdAt = createdAt;
    }

    public static SigningKey of(int generation, byte[] seed, Instant createdAt) {
        return new SigningKey(generation, seed, createdAt);
    }

    static byte[] newSeed() {
        byte[] seed = new byte[Ed25519.KEY_BYTES];
        RANDOM.nextBytes(seed);
        return seed;
    }

    public String kid() {
        return kid;
    }

    public int generation() {
        return generation;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The raw 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Lower-case hex of the raw public key: the form in which license clients embed it. */
    public String publicKeyHex() {
        return HexFormat.of().formatHex(publicKey);
    }

    /** The raw public key in base64url without padding: the form in a JWK. */
    String publicKeyBase64Url() {
        return base64Url(publicKey);
    }

    byte[] sign(String message) {
        return Ed25519.sign(privateKey, message.getBytes(StandardCharsets.UTF_8));
    }

    boolean verifies(String message, byte[] signature) {
        return Ed25519.verify(publicKey, message.getBytes(StandardCharsets.UTF_8), signature);
    }

    static String thumbprint(byte[] publicKey) {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64Url(publicKey) + "\"}";
        return base64Url(Sha256.of(jwk));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
