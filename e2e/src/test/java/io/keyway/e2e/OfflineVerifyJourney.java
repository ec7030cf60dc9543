package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.e2e.Keyway.Answer;
import io.keyway.e2e.OfflineReader.Keys;
import io.keyway.e2e.OfflineReader.Kind;
import io.keyway.e2e.OfflineReader.Signed;
import io.keyway.e2e.OfflineReader.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What Keyway signs is verified without Keyway: in Java, Node and Python as a product would do it,
 * and with openssl as docs/verifying.md describes.
 */
class OfflineVerifyJourney {

    private static final String FINGERPRINT = "5E:00:AF/ü";

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);
    private final Map<String, OfflineReader> readers = OfflineReader.available();

    @Test
    void signaturesVerifyBeforeAndAfterKeyRotation() throws IOException {
        Keys before = kept(published());
        List<Signed> old = signedByKeyway();
        old.forEach(signed -> verifies(published(), signed));

        Answer rotated = keyway.post(keyway.operator(), "/api/v1/signing-keys", null);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
        String newKid = rotated.json().path("kid").asString();
        List<Signed> latest = signedByKeyway();

        assertThat(latest).allSatisfy(signed -> assertThat(signed.kid()).isEqualTo(newKid));
        assertThat(old).noneSatisfy(signed -> assertThat(signed.kid()).isEqualTo(newKid));
        old.forEach(signed -> verifies(published(), signed));
        latest.forEach(signed -> verifies(published(), signed));
        // A reader that has only the old keys refuses new signatures.
        latest.forEach(signed -> refuses(before, signed, "BAD_SIGNATURE"));
    }

    @Test
    void refusesAlteredKeysAndFilesWithTheReason() {
        for (Signed signed : signedByKeyway()) {
            String text = signed.text();
            refuses(published(), signed.withText(tampered(signed)), "BAD_SIGNATURE");
            refuses(
                    published(),
                    signed.withText(text.substring(0, text.length() / 2)),
                    "MALFORMED");
            for (String other : reencoded(signed)) {
                assertThat(other).isNotEqualTo(text);
                readers.forEach(
                        (name, reader) -> {
                            if (reader.noticesReencoding()) {
                                Verdict verdict = reader.read(published(), signed.withText(other));
                                assertThat(verdict.valid()).as(name + other).isFalse();
                                assertThat(verdict.said()).as(name).startsWith("NOT_CANONICAL");
                            }
                        });
            }
        }
    }

    @Test
    void aFileOfAnotherMachineIsRefused() {
        for (Signed signed : signedByKeyway()) {
            if (signed.kind() != Kind.MACHINE) {
                continue;
            }
            readers.forEach(
                    (name, reader) -> {
                        if (!name.equals("openssl")) { // openssl checks signatures only.
                            Verdict verdict =
                                    reader.read(published(), signed.withFingerprint("5E:01"));
                            assertThat(verdict.valid()).as(name).isFalse();
                            assertThat(verdict.said())
                                    .as(name)
                                    .startsWith("WRONG_KEY_OR_FINGERPRINT");
                        }
                    });
        }
    }

    @Test
    void aFileWithoutEndIsOneToEveryReader() {
        String policy =
                Tree.created(
                        keyway.post(
                                tree.vendor,
                                "/api/v1/policies",
                                Map.of(
                                        "productId",
                                        tree.product,
                                        "name",
                                        "For ever",
                                        "type",
                                        "perpetual",
                                        "filesWithoutEnd",
                                        true)));
        Answer issued =
                keyway.post(
                        tree.reseller,
                        "/api/v1/licenses",
                        Map.of(
                                "productId",
                                tree.product,
                                "policyId",
                                policy,
                                "customerId",
                                tree.customerId,
                                "quantity",
                                1));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        JsonNode license = issued.json().path("items").path(0);
        String id = license.path("id").asString();
        for (boolean encrypted : new boolean[] {false, true}) {
            Answer file =
                    keyway.post(
                            tree.customer,
                            "/api/v1/licenses/" + id + "/check-out?ttl=none&encrypt=" + encrypted,
                            null);
            assertThat(file.json().has("expiry")).isFalse();
            String key = license.path("key").asString();
            verifies(published(), signed(Kind.LICENSE, encrypted, file, key, id));
        }
    }

    private void verifies(Keys keys, Signed signed) {
        readers.forEach(
                (name, reader) -> {
                    Verdict verdict = reader.read(keys, signed);
                    assertThat(verdict.valid()).as(name + ": " + verdict.said()).isTrue();
                    assertThat(verdict.said())
                            .as(name)
                            .contains(
                                    signed.encrypted() && name.equals("openssl")
                                            ? "Signature Verified Successfully"
                                            : signed.licenseId());
                    if (!(reader instanceof OfflineReader.Script)) {
                        assertThat(verdict.said()).as(name).contains("signed by " + signed.kid());
                    }
                });
    }

    private void refuses(Keys keys, Signed signed, String reason) {
        readers.forEach(
                (name, reader) -> {
                    Verdict verdict = reader.read(keys, signed);
                    assertThat(verdict.valid()).as(name + ": " + verdict.said()).isFalse();
                    if (reader.noticesReencoding()) {
                        assertThat(verdict.said()).as(name).startsWith(reason);
                    }
                });
    }

    /** A new key and new files of every kind. */
    private List<Signed> signedByKeyway() {
        String order = tree.allowance(1, 1);
        Answer issued = keyway.post(tree.reseller, "/api/v1/licenses", tree.licensesBody(order, 1));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        JsonNode license = issued.json().path("items").path(0);
        String id = license.path("id").asString();
        String key = license.path("key").asString();
        String path = "/api/v1/licenses/" + id;
        String machine =
                Tree.created(
                        keyway.post(
                                tree.customer,
                                path + "/machines",
                                Map.of("fingerprint", FINGERPRINT)));
        List<Signed> signed = new ArrayList<>();
        String kid = published(0);
        signed.add(new Signed(Kind.KEY, false, key, key, "", id, kid));
        for (boolean encrypted : new boolean[] {false, true}) {
            Answer file =
                    keyway.post(tree.customer, path + "/check-out?encrypt=" + encrypted, null);
            signed.add(signed(Kind.LICENSE, encrypted, file, key, id));
            Answer ofMachine =
                    keyway.post(
                            tree.customer,
                            path + "/machines/" + machine + "/check-out?encrypt=" + encrypted,
                            null);
            signed.add(signed(Kind.MACHINE, encrypted, ofMachine, key, id));
        }
        return signed;
    }

    private static Signed signed(
            Kind kind, boolean encrypted, Answer file, String key, String licenseId) {
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        return new Signed(
                kind,
                encrypted,
                file.json().path("certificate").asString(),
                key,
                FINGERPRINT,
                licenseId,
                file.json().path("kid").asString());
    }

    private Keys published() {
        return new Keys(keyway.url(), keyway.get("", "/.well-known/keyway-keys").text());
    }

    private String published(int index) {
        JsonNode keys = keyway.get("", "/.well-known/keyway-keys").json().path("keys");
        return keys.path(index).path("kid").asString();
    }

    /** A copy of the present keys, which later rotations do not change. */
    private static Keys kept(Keys now) throws IOException {
        Path folder = Keyway.emptyFolder();
        Files.createDirectories(folder.resolve(".well-known"));
        Files.writeString(folder.resolve(".well-known/keyway-keys"), now.jwkSet());
        return new Keys("file://" + folder, now.jwkSet());
    }

    /** Changes one character of the signed content; the rest stays as Keyway writes it. */
    private static String tampered(Signed signed) {
        if (signed.kind() == Kind.KEY) {
            return other(signed.text(), "key/e".length());
        }
        return withEnvelope(signed, envelope -> other(envelope, envelope.indexOf("enc") + 20));
    }

    private static String other(String text, int index) {
        char changed = text.charAt(index) == 'B' ? 'C' : 'B';
        return text.substring(0, index) + changed + text.substring(index + 1);
    }

    private static List<String> reencoded(Signed signed) {
        String text = signed.text();
        if (signed.kind() == Kind.KEY) {
            String unpadded = text.substring(0, text.length() - 2);
            // The last character has four unused bits.
            String unread = unpadded.substring(0, unpadded.length() - 1);
            char last = unpadded.charAt(unpadded.length() - 1);
            return List.of(unpadded, unread + (char) (last + 1) + "==");
        }
        String end = text.substring(text.indexOf("\n-----END"));
        String begin = text.substring(0, text.indexOf('\n') + 1);
        String body = text.substring(begin.length(), text.length() - end.length());
        return List.of(
                begin + body.replace("\n", "") + end,
                withEnvelope(signed, envelope -> envelope.replace(",", ", ")),
                withEnvelope(signed, envelope -> envelope.replace("}", ",\"more\":1}")));
    }

    private static String withEnvelope(Signed file, UnaryOperator<String> change) {
        String[] parts = file.text().split("(?<=FILE-----)\n|\n(?=-----END)");
        byte[] envelope = Base64.getMimeDecoder().decode(parts[1]);
        String changed = change.apply(new String(envelope, StandardCharsets.UTF_8));
        return parts[0]
                + "\n"
                + Base64.getMimeEncoder(60, new byte[] {'\n'})
                        .encodeToString(changed.getBytes(StandardCharsets.UTF_8))
                + "\n"
                + parts[2];
    }
}
