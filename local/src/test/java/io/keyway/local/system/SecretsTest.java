package io.keyway.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.local.output.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir Path folder;

    @Test
    void areMadeOnceAndForTheOwnerOnly() throws Exception {
        Path file = folder.resolve("secrets.properties");

        Secrets first = Secrets.in(file);

        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Base64.getDecoder().decode(first.scopeMasterKey())).hasSize(32);
        assertThat(Base64.getDecoder().decode(first.signingSecret())).hasSize(32);
        assertThat(first.scopeMasterKey()).isNotEqualTo(first.signingSecret());
        assertThat(Secrets.in(file)).isEqualTo(first);
    }

    @Test
    void deriveAKeyPerService() {
        // HMAC-SHA-256(32 zero bytes, "keyway-scope:order-service"), computed with openssl.
        Secrets secrets = new Secrets(Base64.getEncoder().encodeToString(new byte[32]), "");

        assertThat(secrets.scopeKey("order-service"))
                .isEqualTo("unCQGAwbh1fetzuNjBY5l38fPEuqCUbTdN9Ot+DyEnY=");
        assertThat(secrets.scopeKey("usage-service"))
                .isNotEqualTo("unCQGAwbh1fetzuNjBY5l38fPEuqCUbTdN9Ot+DyEnY=");
    }

    @Test
    void deriveTheAuditKey() {
        // HMAC-SHA-256(32 zero bytes, "keyway-audit"), computed elsewhere.
        assertThat(new Secrets("", Base64.getEncoder().encodeToString(new byte[32])).auditKey())
                .isEqualTo("P6xdPYg1/8/Nuu9J46TnRcEiyo/rqJkSDRjJt7WsTzY=");
    }

    @Test
    void areNeverReplacedWhenTheFileIsDamaged() throws Exception {
        Path file = folder.resolve("secrets.properties");
        Files.writeString(file, "scopeMasterKey=AAAA\n");

        assertThatThrownBy(() -> Secrets.in(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("signingSecret");
        assertThat(Files.readString(file)).isEqualTo("scopeMasterKey=AAAA\n");
    }

    @Test
    void areNotInTheirTextForm() {
        assertThat(new Secrets("abc", "def").toString()).doesNotContain("abc", "def");
    }
}
