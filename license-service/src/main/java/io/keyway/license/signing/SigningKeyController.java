package io.keyway.license.signing;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Role;
import io.keyway.kit.http.Refused;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The public keys for everybody, as a JWK set; a new key for the operator. */
@RestController
class SigningKeyController {

    private final SigningKeys signingKeys;

    SigningKeyController(SigningKeys signingKeys) {
        this.signingKeys = signingKeys;
    }

    /** RFC 7517, newest key first: that is the one that signs now. */
    record JwkSet(List<Jwk> keys) {}

    record Jwk(String kty, String crv, String x, String kid, String use, String alg) {
        static Jwk from(SigningKey key) {
            String x = Base64.getUrlEncoder().withoutPadding().encodeToString(key.publicKey());
            return new Jwk("OKP", "Ed25519", x, key.kid(), "sig", "EdDSA");
        }
    }

    /**
     * @param publicKey lower-case hex, as license clients embed it
     */
    record NewKey(String kid, String publicKey, Instant createdAt) {}

    @GetMapping("/.well-known/keyway-keys")
    JwkSet keys() {
        return new JwkSet(signingKeys.history().reversed().stream().map(Jwk::from).toList());
    }

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
