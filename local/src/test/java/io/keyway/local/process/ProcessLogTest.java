package io.keyway.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.local.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLogTest {

    private static final String OUTPUT =
            """
            OpenJDK warning: something about the JVM
            2026-01-01T00:00:00.000Z  INFO 1 --- [main] i.k.Application : started
              and where
            2026-01-01T00:00:01.000Z  WARN 1 --- [main] i.k.Application : careful
            2026-01-01T00:00:02.000Z ERROR 1 --- [main] i.k.Application : broken
            java.lang.IllegalStateException: because
            \tat io.keyway.Application.main(Application.java:1)
            \t... 12 common frames omitted
            Caused by: java.io.IOException: disk
            2026-01-01T00:00:03.000Z DEBUG 1 --- [main] i.k.Application : an ERROR in the text
            """;

    @TempDir Path folder;

    @Test
    void showsOnlyWarningsAndKeepsEveryLine() throws Exception {
        assertThat(shown(false))
                .containsExactly(
                        "order   | OpenJDK warning: something about the JVM",
                        "order   | 2026-01-01T00:00:01.000Z  WARN 1 --- [main] i.k.Application : careful",
                        "order   | 2026-01-01T00:00:02.000Z ERROR 1 --- [main] i.k.Application : broken",
                        "order   | java.lang.IllegalStateException: because",
                        "order   | Caused by: java.io.IOException: disk");
        assertThat(Files.readString(folder.resolve("order-service.log"))).isEqualTo(OUTPUT);
    }

    @Test
    void showsEverythingWhenAskedTo() {
        assertThat(shown(true)).hasSize(10);
    }

    @Test
    void startsAnotherFileWhenOneIsFull() throws Exception {
        String line = "x".repeat(1_000_000) + "\n";
        ProcessLog log =
                new ProcessLog("store", folder, console(new ByteArrayOutputStream(), false));

        log.follow(in("2026 INFO begin\n" + line.repeat(45)), text -> {});

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("store.log", "store.log.1", "store.log.2");
        for (String file : folder.toFile().list()) {
            assertThat(Files.size(folder.resolve(file)))
                    .isLessThanOrEqualTo(ProcessLog.FILE_BYTES_MAX);
        }
    }

    @Test
    void passesEveryLineToTheListener() {
        List<String> lines = new ArrayList<>();
        new ProcessLog("kafka", folder, console(new ByteArrayOutputStream(), false))
                .follow(in("2026 INFO Kafka Server started\n"), lines::add);

        assertThat(lines).containsExactly("2026 INFO Kafka Server started");
    }

    private List<String> shown(boolean verbose) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ProcessLog("order-service", folder, console(out, verbose))
                .follow(in(OUTPUT), line -> {});
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Console console(ByteArrayOutputStream out, boolean verbose) {
        return new Console(new PrintStream(out, true), verbose);
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
