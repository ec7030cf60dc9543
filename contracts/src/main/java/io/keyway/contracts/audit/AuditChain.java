package io.keyway.contracts.audit;

import io.keyway.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Computes the chain of audit records. The hash of each record covers the hash of the one before,
 * so a record cannot be changed, removed or inserted without changing every later hash. Signed
 * checkpoints record the hash at some points, so that the whole chain cannot be replaced.
 */
public final class AuditChain {

    /** The previous hash of the first record. */
    public static final String START = "0".repeat(64);

    private AuditChain() {}

    /**
     * The hash of a record.
     *
     * @param text the record exactly as it is stored
     * @return SHA-256 over the previous hash and the text, in hex
     */
    public static String hash(String previousHash, String text) {
        return Sha256.hex(previousHash + text);
    }

    /** The bytes that a checkpoint's signature covers. */
    public static byte[] checkpoint(String chain, long sequence, String hash) {
        return "keyway-audit\n%s\n%d\n%s"
                .formatted(chain, sequence, hash)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether the signature of a checkpoint is genuine.
     *
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
