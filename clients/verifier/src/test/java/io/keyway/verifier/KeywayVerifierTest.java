package io.keyway.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.verifier.KeywayVerifier.Reason;
import io.keyway.verifier.KeywayVerifier.Refused;
import io.keyway.verifier.KeywayVerifier.Result;
import io.keyway.verifier.KeywayVerifier.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class KeywayVerifierTest {

    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2026-01-31T00:00:00Z");
    private static final String META =
            "\"meta\":{\"issued\":\"2026-01-01T00:00:00.000Z\",\"expiry\":\"2026-01-31T00:00:00.000Z\",\"ttl\":2592000}";
    private static final String LICENSE =
            "{\"data\":{\"id\":\"lic_1\",\"attributes\":{\"key\":\"KEY-1\",\"name\":\"Ä\"}},"
                    + META
                    + "}";
    private static final String MACHINE =
            "{\"data\":{\"id\":\"mac_1\",\"attributes\":{\"fingerprint\":\"AA:BB\"}}," + META + "}";

    private final Publisher publisher = new Publisher();
    private final KeywayVerifier verifier = at(ISSUED.plusSeconds(60));

    private KeywayVerifier at(Instant now) {
        return KeywayVerifier.ofPublicKey(publisher.publicKey())
                .withClock(Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void verifiesASignedKey() {
        Result result = verifier.signedKey(publisher.key("{\"license\":{\"id\":\"lic_1\"}}"));

        assertThat(((Valid) result).text("license", "id")).isEqualTo("lic_1");
        assertThat(((Valid) result).content()).isEqualTo("{\"license\":{\"id\":\"lic_1\"}}");
    }

    @Test
    void verifiesAllFourKindsOfFiles() {
        for (Result result :
                new Result[] {
                    verifier.licenseFile(publisher.plain("license", LICENSE), null),
                    verifier.licenseFile(publisher.plain("license", LICENSE), "KEY-1"),
                    verifier.licenseFile(publisher.encrypted("license", LICENSE, "KEY-1"), "KEY-1")
                }) {
            assertThat(((Valid) result).text("data", "attributes", "name")).isEqualTo("Ä");
        }
        for (Result result :
                new Result[] {
                    verifier.machineFile(publisher.plain("machine", MACHINE), null, "AA:BB"),
                    verifier.machineFile(
                            publisher.encrypted("machine", MACHINE, "KEY-1AA:BB"), "KEY-1", "AA:BB")
                }) {
            assertThat(((Valid) result).text("data", "id")).isEqualTo("mac_1");
        }
    }

    @Test
    void refusesEachFlippedBitOfAKeyAndOfAFile() {
        flips(publisher.key("{\"license\":{}}"), verifier::signedKey);
        flips(
                publisher.plain("license", LICENSE).strip(),
                file -> verifier.licenseFile(file, "KEY-1"));
        flips(
                publisher.encrypted("machine", MACHINE, "KEY-1AA:BB").strip(),
                file -> verifier.machineFile(file, "KEY-1", "AA:BB"));
    }

    private static void flips(String genuine, Function<String, Result> reader) {
        assertThat(reader.apply(genuine)).isInstanceOf(Valid.class);
        byte[] bytes = genuine.getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String flipped = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(reader.apply(flipped)).as("bit %d", bit).isInstanceOf(Refused.class);
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
    }

    @Test
    void refusesAKeyAndAFileCutOffAnywhere() {
        String key = publisher.key("{\"license\":{}}");
        String file = publisher.plain("license", LICENSE).strip();
        for (int length = 0; length < key.length(); length++) {
            assertThat(verifier.signedKey(key.substring(0, length)))
                    .as("%d characters", length)
                    .isInstanceOf(Refused.class);
        }
        for (int length = 0; length < file.length(); length++) {
            assertThat(verifier.licenseFile(file.substring(0, length), null))
                    .as("%d characters", length)
                    .isInstanceOf(Refused.class);
            assertThat(verifier.licenseFile(file.substring(length + 1), null))
                    .as("without the first %d characters", length + 1)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void refusesAKeyThatWasEncodedAnew() {
        String key = publisher.key("{\"license\":1}");
        assertThat(key).endsWith("==");

        refused(verifier.signedKey(key.replace("=", "")), Reason.NOT_CANONICAL);
        refused(verifier.signedKey(key.substring(0, key.length() - 2)), Reason.NOT_CANONICAL);
        String lastButOne = key.substring(key.length() - 3, key.length() - 2);
        String sameBits = String.valueOf((char) (lastButOne.charAt(0) + 1)) + "==";
        refused(
                verifier.signedKey(key.substring(0, key.length() - 3) + sameBits),
                Reason.NOT_CANONICAL);
        for (String more : new String[] {"\n", " ", "A", "=", "."}) {
            assertThat(verifier.signedKey(key + more)).as(more).isInstanceOf(Refused.class);
        }
    }

    @Test
    void refusesAFileThatWasEncodedAnew() {
        String file = publisher.plain("license", LICENSE);
        String envelope = Publisher.envelope(file);
        String body = file.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");

        refused(
                license("-----BEGIN LICENSE FILE-----\n" + body + "\n-----END LICENSE FILE-----\n"),
                Reason.NOT_CANONICAL);
        for (String anew :
                new String[] {
                    envelope.replace(",", ", "),
                    envelope.replace("{", "{\"alg\":\"base64+ed25519\",")
                            .replaceAll(",\"alg\":[^}]*}$", "}"),
                    envelope.replace("}", ",\"more\":1}"),
                    envelope.replace("base64+ed25519", "base64\\u002bed25519"),
                    envelope.replaceFirst("==\",\"alg\"", "\",\"alg\"")
                }) {
            assertThat(anew).isNotEqualTo(envelope);
            refused(license(Publisher.armored("license", anew)), Reason.NOT_CANONICAL);
        }
        // Twice the same member: which one counts would be up to the reader.
        refused(
                license(Publisher.armored("license", envelope.replace("{", "{\"enc\":\"e30=\","))),
                Reason.MALFORMED);
        refused(license(file + "more"), Reason.MALFORMED);
        refused(license(" " + file), Reason.MALFORMED);
    }

    @Test
    void lineEndsThatASystemChangedDoNoHarm() {
        String file = publisher.plain("license", LICENSE);

        assertThat(license(file.replace("\n", "\r\n"))).isInstanceOf(Valid.class);
        assertThat(license(file.strip())).isInstanceOf(Valid.class);
        assertThat(license(file + "\n")).isInstanceOf(Valid.class);
        refused(license(file.replace("\n", "\r")), Reason.MALFORMED);
    }

    @Test
    void refusesSignaturesOfOtherKeys() {
        Publisher other = new Publisher();

        refused(verifier.signedKey(other.key("{}")), Reason.BAD_SIGNATURE);
        refused(license(other.plain("license", LICENSE)), Reason.BAD_SIGNATURE);
        // Signed for something else: the prefix is part of what is signed.
        String asMachine =
                publisher.plain("license", LICENSE).replace("LICENSE FILE", "MACHINE FILE");
        refused(verifier.machineFile(asMachine, null, "AA:BB"), Reason.BAD_SIGNATURE);
        refused(license(publisher.plain("machine", MACHINE)), Reason.MALFORMED);
    }

    @Test
    void refusesAnotherAlgorithmEvenIfItIsSigned() {
        for (String alg : new String[] {"none", "base64+rsa-sha256", "", "BASE64+ED25519"}) {
            refused(license(publisher.file("license", "e30=", alg)), Reason.UNSUPPORTED_ALGORITHM);
        }
        // The algorithm is not covered by the signature: saying the other one opens nothing.
        String encrypted = publisher.encrypted("license", LICENSE, "KEY-1");
        String asPlain =
                Publisher.armored(
                        "license",
                        Publisher.envelope(encrypted)
                                .replace("aes-256-gcm+ed25519", "base64+ed25519"));
        refused(license(asPlain), Reason.MALFORMED);
    }

    @Test
    void refusesAnotherLicenseKeyAndAnotherMachine() {
        String encrypted = publisher.encrypted("license", LICENSE, "KEY-1");
        String machine = publisher.encrypted("machine", MACHINE, "KEY-1AA:BB");

        Reason wrong = Reason.WRONG_KEY_OR_FINGERPRINT;
        refused(verifier.licenseFile(encrypted, "KEY-2"), wrong);
        refused(verifier.licenseFile(encrypted, null), wrong);
        refused(verifier.licenseFile(publisher.plain("license", LICENSE), "KEY-2"), wrong);
        refused(verifier.machineFile(machine, "KEY-1", "AA:CC"), wrong);
        refused(verifier.machineFile(machine, "KEY-2", "AA:BB"), wrong);
        refused(verifier.machineFile(publisher.plain("machine", MACHINE), null, "AA:CC"), wrong);
        // Key and fingerprint are joined; the same characters cut elsewhere are another machine.
        refused(verifier.machineFile(machine, "KEY-1AA", ":BB"), wrong);
    }

    @Test
    void aFileIsValidFromItsIssueToItsExpiry() {
        String file = publisher.plain("license", LICENSE);

        assertThat(at(EXPIRY.minusMillis(1)).licenseFile(file, null)).isInstanceOf(Valid.class);
        refused(at(EXPIRY).licenseFile(file, null), Reason.FILE_EXPIRED);
        Instant behind = ISSUED.minus(KeywayVerifier.CLOCK_TOLERANCE);
        assertThat(at(behind).licenseFile(file, null)).isInstanceOf(Valid.class);
        refused(at(behind.minusMillis(1)).licenseFile(file, null), Reason.NOT_YET_ISSUED);
    }

    @Test
    void fileWithoutEndIsReportedAsSuch() {
        String endless =
                LICENSE.replace(
                        "\"expiry\":\"2026-01-31T00:00:00.000Z\",\"ttl\":2592000",
                        "\"expiry\":null,\"ttl\":null");

        assertThat(
                        at(EXPIRY.plusSeconds(999_999_999))
                                .licenseFile(publisher.plain("license", endless), null))
                .isInstanceOf(Valid.class);
        for (String silent :
                new String[] {
                    endless.replace("\"expiry\":null,", ""),
                    endless.replace("\"ttl\":null", "\"ttl\":60"),
                    endless.replace("\"expiry\":null", "\"expiry\":0"),
                    endless.replace("\"expiry\":null", "\"expiry\":\"never\""),
                    endless.replace("\"issued\"", "\"Issued\""),
                    "{\"data\":{}}",
                    "{\"meta\":[]}"
                }) {
            refused(license(publisher.plain("license", silent)), Reason.MALFORMED);
        }
    }

    @Test
    void refusesSignedContentThatIsNoJsonObject() {
        for (String content :
                new String[] {
                    "",
                    "[]",
                    "null",
                    "{",
                    "{}x",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":01}",
                    "{\"a\":+1}",
                    "{\"a\":\"\\x\"}",
                    "{\"a\":\"\\u12\"}",
                    "{\"a\":\"\n\"}",
                    "{a:1}",
                    "{\"a\":1,}",
                    "{\"a\":" + "1".repeat(41) + "}",
                    "{\"a\":tru}",
                    "{\"a\":" + "[".repeat(100_000) + "}"
                }) {
            refused(license(publisher.plain("license", content)), Reason.MALFORMED);
        }
    }

    @Test
    void refusesOversizedInputUnread() {
        refused(
                verifier.signedKey(publisher.key("x".repeat(KeywayVerifier.KEY_CHARS_MAX))),
                Reason.MALFORMED);
        refused(license("A".repeat(KeywayVerifier.FILE_CHARS_MAX + 1)), Reason.MALFORMED);
    }

    @Test
    void trustsEveryKeyOfTheSetAndNamesTheSigner() {
        Publisher newer = new Publisher();
        Publisher older = new Publisher();
        String other = "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":\"rsa\"}";
        KeywayVerifier both =
                KeywayVerifier.ofJwkSet(
                        "{\"keys\":[%s,%s,%s]}"
                                .formatted(other, newer.jwk("new"), older.jwk("old")));

        assertThat(((Valid) both.signedKey(older.key("{}"))).kid()).isEqualTo("old");
        assertThat(((Valid) both.signedKey(newer.key("{}"))).kid()).isEqualTo("new");
        assertThat(both.only("old").signedKey(older.key("{}"))).isInstanceOf(Valid.class);
        refused(both.only("new").signedKey(older.key("{}")), Reason.BAD_SIGNATURE);
        refused(both.only("lost").signedKey(older.key("{}")), Reason.UNKNOWN_KEY);
        refused(both.signedKey(publisher.key("{}")), Reason.BAD_SIGNATURE);
    }

    @Test
    void namesARawKeyByItsThumbprint() {
        // RFC 8037, appendix A.3.
        byte[] raw =
                HexFormat.of()
                        .parseHex(
                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        assertThat(
                        KeywayVerifier.ofPublicKey(raw)
                                .only("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
                                .signedKey("key/e30=." + "A".repeat(86) + "=="))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    }

    @Test
    void doesNotStartWithoutAKey() {
        for (String set :
                new String[] {
                    "",
                    "{}",
                    "[]",
                    "{\"keys\":[]}",
                    "{\"keys\":[1,null,{\"kty\":\"OKP\"}]}",
                    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}"
                }) {
            assertThatThrownBy(() -> KeywayVerifier.ofJwkSet(set))
                    .as(set)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> KeywayVerifier.ofPublicKey(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Result license(String file) {
        return verifier.licenseFile(file, null);
    }

    private static void refused(Result result, Reason reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
