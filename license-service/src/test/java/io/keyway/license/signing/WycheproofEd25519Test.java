package io.keyway.license.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wycheproof's vectors under both providers: every valid one accepted, every invalid one refused.
 */
class WycheproofEd25519Test {

    @Test
    @DisplayName("the provider in use here decides every vector as Wycheproof does")
    void providerInUseAgrees() {
        assertThat(disagreements(Ed25519.fastestProvider())).isEmpty();
    }

    @Test
    @DisplayName("Bouncy Castle, the fallback, decides every vector as Wycheproof does")
    void bouncyCastleAgrees() {
        assertThat(disagreements(Ed25519.bouncyCastle())).isEmpty();
    }

    private static List<String> disagreements(Provider provider) {
        JsonNode vectors =
                JsonMapper.shared()
                        .readTree(OpensForeignLicenseFileTest.resource("/vectors/ed25519.json"));
        List<String> disagreements = new ArrayList<>();
        int tried = 0;
        for (JsonNode group : vectors.get("testGroups")) {
            byte[] publicKey = HexFormat.of().parseHex(group.at("/publicKey/pk").asString());
            for (JsonNode test : group.get("tests")) {
                boolean accepted =
                        Ed25519.verify(publicKey, hex(test, "msg"), hex(test, "sig"), provider);
                if (accepted != test.get("result").asString().equals("valid")) {
                    disagreements.add(test.get("tcId") + " " + test.get("comment"));
                }
                tried++;
            }
        }
        assertThat(tried).isEqualTo(vectors.get("numberOfTests").asInt()).isGreaterThan(100);
        return disagreements;
    }

    private static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).asString());
    }
}
