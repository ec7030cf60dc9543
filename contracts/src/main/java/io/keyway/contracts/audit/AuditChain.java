package io.keyway.contracts.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The arithmetic of a chain: each record's hash covers the record before it, so that nothing can be
 * changed, taken out or put in without every later hash being another; and a signed checkpoint says
 * what the hash was at some point, so that the chain cannot be made anew.
 */
public final class AuditChain {

    /** What the first record follows. */
    public static final String START = "0".repeat(64);

    private AuditChain() {}

    /**
     * @param text the record exactly as it is stored
     * @return SHA-256 over the previous hash and the text, hex
     */
    public static String hash(String previousHash, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previousHash.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What a checkpoint's signature covers. */
    public static byte[] checkpoint(String chain, long sequence, String hash) {
        return "keyway-audit\n%s\n%d\n%s"
                .formatted(chain, sequence, hash)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param publicKey Ed25519, X.509 encoded, base64
     * @param signature base64
     */
    public static boolean isSigned(byte[] checkpoint, String signature, String publicKey) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(checkpoint);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notSigned) {
            return false;
        }
    }
}
