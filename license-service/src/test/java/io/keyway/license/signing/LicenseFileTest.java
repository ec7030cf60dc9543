package io.keyway.license.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.license.signing.CheckedOutFile.Opened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LicenseFileTest {

    private static final String SNAPSHOT =
            "{\"meta\":{\"ttl\":3600},\"data\":{\"id\":\"lic_1\",\"name\":\"Ä\"}}";
    private final SigningKey key = SigningKey.of(1, SigningKey.newSeed(), Instant.EPOCH);

    @ParameterizedTest
    @EnumSource
    void readsSignedFiles(CheckedOutFile kind) {
        assertThat(kind.open(kind.sign(SNAPSHOT, key), key.publicKey(), null))
                .isEqualTo(new Opened.Genuine(SNAPSHOT));
    }

    @ParameterizedTest
    @EnumSource
    void readsEncryptedFiles(CheckedOutFile kind) {
        String file = kind.encryptAndSign(SNAPSHOT, "key+fingerprint", key);

        assertThat(kind.open(file, key.publicKey(), "key+fingerprint"))
                .isEqualTo(new Opened.Genuine(SNAPSHOT));
        assertThat(kind.open(file, key.publicKey(), "key")).isEqualTo(new Opened.WrongSecret());
    }

    @Test
    void noticesOneChangedCharacterOfTheContent() {
        JsonNode envelope = envelope(CheckedOutFile.LICENSE.sign(SNAPSHOT, key));
        String enc = envelope.get("enc").asString();
        String changed = (enc.charAt(0) == 'A' ? "B" : "A") + enc.substring(1);
        String forged =
                file(
                        "{\"enc\":\""
                                + changed
                                + "\",\"sig\":\""
                                + envelope.get("sig").asString()
                                + "\",\"alg\":\"base64+ed25519\"}");

        assertThat(CheckedOutFile.LICENSE.open(forged, key.publicKey(), null))
                .isEqualTo(new Opened.NotGenuine());
    }

    @Test
    void aLicenseFileDoesNotPassAsAMachineFile() {
        String asMachine =
                CheckedOutFile.LICENSE.sign(SNAPSHOT, key).replace("LICENSE FILE", "MACHINE FILE");

        assertThat(CheckedOutFile.MACHINE.open(asMachine, key.publicKey(), null))
                .isEqualTo(new Opened.NotGenuine());
    }

    @Test
    void refusesAnAlgorithmItDoesNotWrite() {
        String file =
                file("{\"enc\":\"e30=\",\"sig\":\"" + "A".repeat(86) + "==\",\"alg\":\"none\"}");

        assertThat(CheckedOutFile.LICENSE.open(file, key.publicKey(), null))
                .isEqualTo(new Opened.Unsupported("none"));
    }

    @Test
    void refusesGarbage() {
        for (String garbage :
                new String[] {
                    "",
                    "-----BEGIN LICENSE FILE-----",
                    "-----BEGIN LICENSE FILE----------END LICENSE FILE-----",
                    "-----BEGIN LICENSE FILE-----\n!!!\n-----END LICENSE FILE-----",
                    file("[]"),
                    file("{}"),
                    file("{\"enc\":1,\"sig\":{},\"alg\":[]}")
                }) {
            assertThat(CheckedOutFile.LICENSE.open(garbage, key.publicKey(), null))
                    .as(garbage)
                    .isEqualTo(new Opened.Malformed());
        }
    }

    @Test
    void hasTheShapeOfAFileThatForeignClientsRead() {
        String ours = CheckedOutFile.LICENSE.encryptAndSign("x".repeat(200), "secret", key);
        String theirs = OpensForeignLicenseFileTest.resource("/vectors/license-file.lic");

        assertThat(ours.lines().findFirst()).isEqualTo(theirs.lines().findFirst());
        assertThat(ours).endsWith("\n-----END LICENSE FILE-----\n");
        assertThat(ours.lines().skip(1).findFirst().orElseThrow()).hasSize(60);
        assertThat(envelope(ours).propertyNames()).isEqualTo(envelope(theirs).propertyNames());
        assertThat(envelope(ours).get("alg")).isEqualTo(envelope(theirs).get("alg"));
        String[] ourParts = envelope(ours).get("enc").asString().split("\\.");
        String[] theirParts = envelope(theirs).get("enc").asString().split("\\.");
        assertThat(ourParts).hasSameSizeAs(theirParts);
        assertThat(ourParts[1]).hasSameSizeAs(theirParts[1]);
        assertThat(ourParts[2]).hasSameSizeAs(theirParts[2]);
    }

    private static JsonNode envelope(String file) {
        String body = file.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return JsonMapper.shared().readTree(Base64.getDecoder().decode(body));
    }

    private static String file(String envelope) {
        return "-----BEGIN LICENSE FILE-----\n"
                + Base64.getEncoder().encodeToString(envelope.getBytes(StandardCharsets.UTF_8))
                + "\n-----END LICENSE FILE-----\n";
    }
}
