package io.keyway.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The first example of FIPS 180-2. */
    @Test
    void hashesTheExampleOfTheStandard() {
        assertThat(Sha256.hex("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashesTextAsUtf8() {
        assertThat(Sha256.of("ü"))
                .isEqualTo(Sha256.digest().digest(new byte[] {(byte) 0xC3, (byte) 0xBC}));
        assertThat(HexFormat.of().formatHex(Sha256.of("ü"))).isEqualTo(Sha256.hex("ü"));
    }
}
