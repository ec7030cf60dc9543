package io.keyway.license.signing;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.kit.http.Refused;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The public signing keys as a JWK set, and key rotation for the operator. */
@RestController
class SigningKeyController {

    private final SigningKeys signingKeys;

    SigningKeyController(SigningKeys signingKeys) {
        this.signingKeys = signingKeys;
    }

    /**
     * The public keys as a JWK set (RFC 7517).
     *
     * @param keys all keys, the one that signs now first
     */
    record JwkSet(List<Jwk> keys) {}

    /**
     * A public signing key (RFC 8037).
     *
     * @param kty {@code OKP}
     * @param crv {@code Ed25519}
     * @param x the public key, base64url without padding
     * @param kid the id of the key: its RFC 7638 thumbprint
     * @param use {@code sig}
     * @param alg {@code EdDSA}
     */
    record Jwk(String kty, String crv, String x, String kid, String use, String alg) {
        static Jwk from(SigningKey key) {
            return new Jwk("OKP", "Ed25519", key.publicKeyBase64Url(), key.kid(), "sig", "EdDSA");
        }
    }

    /**
     * A new signing key.
     *
     * @param kid the id of the key
     * @param publicKey lower-case hex, as license clients embed it
     * @param createdAt when the key was made
     */
    record NewKey(String kid, String publicKey, Instant createdAt) {}

    /**
     * Get the public signing keys.
     *
     * <p>Needs no sign-in. All keys that ever signed are listed, so that old licenses and files can
     * be verified.
     *
     * @return the keys as a JWK set
     */
    @GetMapping("/.well-known/keyway-keys")
    JwkSet keys() {
        return new JwkSet(signingKeys.history().reversed().stream().map(Jwk::from).toList());
    }

    /**
     * Rotate the signing key.
     *
     * <p>Only the operator may ({@code forbidden}). The new key signs from now on; all instances
     * use it within 10 seconds. Older keys stay valid for verification.
     *
     * @return the new key
     */
    @PostMapping("/api/v1/signing-keys")
    @ResponseStatus(HttpStatus.CREATED)
    NewKey rotate(Caller caller) {
        if (caller.role() != Role.OPERATOR) {
            throw new Refused(ProblemCode.FORBIDDEN, "the operator rotates the signing key");
        }
        SigningKey key = signingKeys.rotate();
        return new NewKey(key.kid(), key.publicKeyHex(), key.createdAt());
    }
}
