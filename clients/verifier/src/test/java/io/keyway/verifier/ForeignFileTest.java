package io.keyway.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.verifier.KeywayVerifier.Reason;
import io.keyway.verifier.KeywayVerifier.Refused;
import io.keyway.verifier.KeywayVerifier.Result;
import io.keyway.verifier.KeywayVerifier.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A file that another server of the format wrote (vectors/README.md of license-service). */
class ForeignFileTest {

    private static final String LICENSE_KEY = "9E32DD-D8CC22-771926-C2D834-C506DC-V3";
    private static final Instant ISSUED = Instant.parse("2025-12-05T16:49:12.964Z");

    private final String file = Publisher.resource("/vectors/license-file.lic");

    @Test
    void verifiesAndDecryptsIt() {
        Result result = at(ISSUED.plusSeconds(1)).licenseFile(file, LICENSE_KEY);

        assertThat(result).isInstanceOf(Valid.class);
        assertThat(((Valid) result).text("data", "attributes", "key")).isEqualTo(LICENSE_KEY);
        assertThat(((Valid) result).text("meta", "expiry")).isEqualTo("2026-01-04T16:49:12.964Z");
    }

    @Test
    void hasExpiredSince() {
        Result result =
                at(Instant.parse("2026-01-04T16:49:12.964Z")).licenseFile(file, LICENSE_KEY);

        assertThat(((Refused) result).reason()).isEqualTo(Reason.FILE_EXPIRED);
    }

    @Test
    void refusesEachChangedByteOfIt() {
        KeywayVerifier verifier = at(ISSUED.plusSeconds(1));
        byte[] bytes = file.strip().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            byte right = bytes[i];
            bytes[i] ^= (byte) (1 << i % 7);
            assertThat(
                            verifier.licenseFile(
                                    new String(bytes, StandardCharsets.US_ASCII), LICENSE_KEY))
                    .as("byte %d", i)
                    .isInstanceOf(Refused.class);
            bytes[i] = right;
        }
    }

    private static KeywayVerifier at(Instant now) {
        return KeywayVerifier.ofPublicKey(
                        HexFormat.of()
                                .parseHex(
                                        "e8601e48b69383ba520245fd07971e983d06d22c4257cfd82304601479cee788"))
                .withClock(Clock.fixed(now, ZoneOffset.UTC));
    }
}
