package io.keyway.local.system;

import io.keyway.local.output.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of this installation, made at the first start and kept in the data folder. Losing the
 * signing secret makes the private keys in the store unreadable.
 *
 * @param scopeMasterKey base64, 32 bytes
 * @param signingSecret base64, 32 bytes
 */
public record Secrets(String scopeMasterKey, String signingSecret) {

    private static final int BYTES = 32;

    public static Secrets in(Path file) {
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            Secrets secrets = new Secrets(random(), random());
            secrets.write(file);
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException("The secrets cannot be kept in " + file, e);
        }
    }

    /**
     * The key with which a service verifies the gateway's assertions. It is derived per service, so
     * that no service can forge an assertion for another.
     */
    public String scopeKey(String service) {
        return derived(scopeMasterKey, "keyway-scope:" + service);
    }

    /** The key that signs the checkpoints of the audit trail; only partner-service gets it. */
    public String auditKey() {
        return derived(signingSecret, "keyway-audit");
    }

    private static String derived(String secret, String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(use.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static Secrets read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        String master = properties.getProperty("scopeMasterKey");
        String signing = properties.getProperty("signingSecret");
        if (master == null || signing == null) {
            throw new Refusal(
                    file
                            + " lacks scopeMasterKey or signingSecret. Restore it: without the signing"
                            + " secret the signing keys in the store cannot be read.");
        }
        return new Secrets(master, signing);
    }

    /** Writes the file completely or not at all: half a file would make the store unusable. */
    private void write(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(
                draft,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                draft,
                "# Made at the first start. Keep it with the data; show it to nobody.\n"
                        + "scopeMasterKey=%s%nsigningSecret=%s%n"
                                .formatted(scopeMasterKey, signingSecret),
                StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Without the secrets, which must not get into a log. */
    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
