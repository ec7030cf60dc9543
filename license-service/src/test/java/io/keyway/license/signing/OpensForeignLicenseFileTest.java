package io.keyway.license.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.license.signing.CheckedOutFile.Opened;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file that another server wrote (vectors/README.md) is the measure of the format. */
class OpensForeignLicenseFileTest {

    private static final byte[] PUBLIC_KEY =
            HexFormat.of()
                    .parseHex("e8601e48b69383ba520245fd07971e983d06d22c4257cfd82304601479cee788");
    private static final String LICENSE_KEY = "9E32DD-D8CC22-771926-C2D834-C506DC-V3";

    private final String file = resource("/vectors/license-file.lic");

    @Test
    void verifiesAndDecryptsIt() {
        Opened opened = CheckedOutFile.LICENSE.open(file, PUBLIC_KEY, LICENSE_KEY);

        assertThat(opened).isInstanceOf(Opened.Genuine.class);
        JsonNode snapshot = JsonMapper.shared().readTree(((Opened.Genuine) opened).snapshot());
        assertThat(snapshot.at("/data/attributes/key").asString()).isEqualTo(LICENSE_KEY);
        assertThat(snapshot.at("/meta/ttl").asInt()).isEqualTo(2592000);
    }

    @Test
    void doesNotOpenItWithAnotherLicenseKey() {
        assertThat(CheckedOutFile.LICENSE.open(file, PUBLIC_KEY, "000000-V3"))
                .isEqualTo(new Opened.WrongSecret());
        assertThat(CheckedOutFile.LICENSE.open(file, PUBLIC_KEY, null))
                .isEqualTo(new Opened.WrongSecret());
    }

    @Test
    void doesNotTrustItUnderAnotherPublicKey() {
        byte[] other = Ed25519.publicKey(new byte[32]);

        assertThat(CheckedOutFile.LICENSE.open(file, other, LICENSE_KEY))
                .isEqualTo(new Opened.NotGenuine());
    }

    @Test
    void isNoMachineFile() {
        assertThat(CheckedOutFile.MACHINE.open(file, PUBLIC_KEY, LICENSE_KEY))
                .isEqualTo(new Opened.Malformed());
    }

    static String resource(String name) {
        try (InputStream in = OpensForeignLicenseFileTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
