package io.keyway.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFileTest {

    @TempDir private Path folder;

    @Test
    void isReadableByAShellAndOnlyByItsOwner() throws Exception {
        Path path = folder.resolve("order-service.env");
        new EnvironmentFile(path).write(Map.of("OLD", "1"));
        new EnvironmentFile(path)
                .write(Map.of("MONGODB_URI", "mongodb://h/?a=b&c=d", "SERVER_PORT", "8082"));

        assertThat(Files.getPosixFilePermissions(path))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        Process shell =
                new ProcessBuilder(
                                "sh", "-c", ". " + path + "; echo $MONGODB_URI $SERVER_PORT $OLD")
                        .start();
        assertThat(shell.inputReader().readLine()).isEqualTo("mongodb://h/?a=b&c=d 8082");
    }
}
