package io.keyway.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JDK's Ed25519, which this verifier relies on, decides every vector as Wycheproof does. */
class WycheproofTest {

    @Test
    void agreesOnEveryVector() {
        Object vectors = KeywayVerifier.Json.parse(Publisher.resource("/vectors/ed25519.json"));
        List<String> disagreements = new ArrayList<>();
        int tried = 0;
        for (Object group : list(vectors, "testGroups")) {
            byte[] publicKey = hex(KeywayVerifier.Json.at(group, "publicKey"), "pk");
            for (Object test : list(group, "tests")) {
                boolean accepted =
                        KeywayVerifier.verify(
                                KeywayVerifier.key(publicKey), hex(test, "msg"), hex(test, "sig"));
                if (accepted != "valid".equals(KeywayVerifier.Json.at(test, "result"))) {
                    disagreements.add(
                            KeywayVerifier.Json.at(test, "tcId")
                                    + " "
                                    + KeywayVerifier.Json.at(test, "comment"));
                }
                tried++;
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(((Map<?, ?>) vectors).get("numberOfTests")).isEqualTo(new BigDecimal(tried));
        assertThat(tried).isGreaterThan(100);
    }

    private static List<?> list(Object value, String name) {
        return (List<?>) KeywayVerifier.Json.at(value, name);
    }

    private static byte[] hex(Object value, String name) {
        return HexFormat.of().parseHex((String) KeywayVerifier.Json.at(value, name));
    }
}
