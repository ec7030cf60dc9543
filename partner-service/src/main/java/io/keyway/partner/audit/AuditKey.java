package io.keyway.partner.audit;

import io.keyway.partner.PartnerProperties;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * Signs checkpoints with Ed25519. The key is a setting and not in the store, so that a person who
 * can change the store cannot sign the changed chain.
 */
@Component
class AuditKey {

    private final KeyPair pair;

    AuditKey(PartnerProperties settings) {
        this.pair = from(seed(settings.audit().key()));
    }

    /** The signature, base64. */
    String sign(byte[] checkpoint) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(checkpoint);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** The public key: X.509 encoding in base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    private static byte[] seed(String base64) {
        byte[] seed;
        try {
            seed = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("KEYWAY_AUDIT_KEY is not base64", notBase64);
        }
        if (seed.length != 32) {
            throw new IllegalArgumentException(
                    "KEYWAY_AUDIT_KEY must be 32 random bytes in base64");
        }
        return seed;
    }

    /** The key pair of the seed (RFC 8032): the generator takes the seed as its random bytes. */
    private static KeyPair from(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(
                    NamedParameterSpec.ED25519,
                    new SecureRandom() {
                        @Override
                        public void nextBytes(byte[] bytes) {
                            System.arraycopy(seed, 0, bytes, 0, bytes.length);
                        }
                    });
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
