package io.keyway.license.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SignedKeyTest {

    /** RFC 8032, section 7.1, test 1: a seed and the public key that belongs to it. */
    private static final byte[] SEED =
            HexFormat.of()
                    .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    private static final String PUBLIC_KEY =
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private final SigningKey key = SigningKey.of(1, SEED, Instant.EPOCH);

    @Test
    void readsSignedKeys() {
        String signed = SignedKey.of("{\"license\":{\"id\":\"lic_1\"}}", key);

        assertThat(signed).startsWith("key/");
        assertThat(SignedKey.open(signed, key.publicKey()))
                .contains("{\"license\":{\"id\":\"lic_1\"}}");
    }

    @Test
    void verifiesUnderTheJdksOwnProviderAsAThirdPartyWould() throws Exception {
        String signed = SignedKey.of("{\"a\":1}", key);
        String[] halves = signed.split("\\.");
        Signature verifier = Signature.getInstance("Ed25519", "SunEC");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519", "SunEC")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        HexFormat.of()
                                                .parseHex(
                                                        "302a300506032b6570032100" + PUBLIC_KEY))));
        verifier.update(halves[0].getBytes());

        assertThat(verifier.verify(Base64.getUrlDecoder().decode(halves[1]))).isTrue();
        assertThat(key.publicKeyHex()).isEqualTo(PUBLIC_KEY);
    }

    @Test
    void padsBothHalvesBecauseTheGoClientDecodesStrictly() {
        String[] halves = SignedKey.of("{\"a\":1}", key).substring("key/".length()).split("\\.");

        assertThat(halves[0].length() % 4).isZero();
        assertThat(halves[1].length() % 4).isZero();
        assertThat(halves[1]).endsWith("==");
    }

    @Test
    void signsTheSameKeyForTheSamePayload() {
        assertThat(SignedKey.of("{}", key))
                .isEqualTo(SignedKey.of("{}", SigningKey.of(1, SEED, Instant.EPOCH)));
    }

    @Test
    void refusesAnotherKeyAChangedPayloadAndGarbage() {
        String signed = SignedKey.of("{\"a\":1}", key);
        SigningKey other = SigningKey.of(2, SigningKey.newSeed(), Instant.EPOCH);

        assertThat(SignedKey.open(signed, other.publicKey())).isEmpty();
        assertThat(SignedKey.open(signed.replace("key/e", "key/f"), key.publicKey())).isEmpty();
        for (String garbage :
                new String[] {"", ".", "key/", "key/.", "key/!.!", "lic/e30=.e30=", signed + "A"}) {
            assertThat(SignedKey.open(garbage, key.publicKey())).as(garbage).isEmpty();
        }
    }

    @Test
    void aSealedKeyOpensOnlyWithItsSecretAndUnderItsKid() {
        KeySeal seal = new KeySeal(new byte[32]);
        byte[] sealed = seal.seal("kid-1", SEED);

        assertThat(seal.open("kid-1", sealed)).isEqualTo(SEED);
        assertThat(HexFormat.of().formatHex(sealed)).doesNotContain(HexFormat.of().formatHex(SEED));
        assertThatThrownBy(() -> seal.open("kid-2", sealed))
                .isInstanceOf(IllegalStateException.class);
        byte[] otherSecret = new byte[32];
        otherSecret[0] = 1;
        assertThatThrownBy(() -> new KeySeal(otherSecret).open("kid-1", sealed))
                .hasMessageContaining("KEYWAY_SIGNING_SECRET");
        assertThatThrownBy(() -> new KeySeal(new byte[31])).hasMessageContaining("32 bytes");
    }
}
