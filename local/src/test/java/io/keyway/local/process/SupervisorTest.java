package io.keyway.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.keyway.local.output.Console;
import io.keyway.local.output.Refusal;
import io.keyway.local.process.ProcessSpec.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    private static final Duration MAX = Duration.ofSeconds(20);
    private static final Child.Limits LIMITS =
            new Child.Limits(
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    3,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(50),
                    3);

    @TempDir Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<Supervisor> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Supervisor::stop);
    }

    @Test
    void restartsProcessesThatEnd() throws Exception {
        Supervisor supervisor = supervisor(shell("one", Stage.SERVICES, "echo up; exec sleep 60"));
        supervisor.start(Stage.SERVICES);
        supervisor.awaitReady(MAX, Stage.SERVICES);
        long pid = supervisor.view().get("one").pid();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().atMost(MAX).until(() -> supervisor.view().get("one").restarts() == 1);
        supervisor.awaitReady(MAX, Stage.SERVICES);
        assertThat(supervisor.view().get("one").pid()).isNotEqualTo(pid).isNotZero();
        assertThat(shown.toString()).contains("one     | ended (137), starting again in 0.1 s");
    }

    @Test
    void killsAndRestartsUnresponsiveProcesses() throws Exception {
        AtomicBoolean alive = new AtomicBoolean(true);
        HttpServer health = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        health.createContext(
                "/",
                exchange -> {
                    boolean up = alive.get() || exchange.getRequestURI().getPath().equals("/ready");
                    exchange.sendResponseHeaders(up ? 200 : 503, -1);
                    exchange.close();
                });
        health.start();
        String address = "http://127.0.0.1:" + health.getAddress().getPort();
        ProcessSpec one = shell("one", Stage.SERVICES, "exec sleep 60");
        Supervisor supervisor =
                supervisor(
                        new ProcessSpec(
                                "one",
                                Stage.SERVICES,
                                0,
                                0,
                                one.command(),
                                Map.of(),
                                new Ready.Http(
                                        URI.create(address + "/ready"),
                                        URI.create(address + "/alive"))));
        try {
            supervisor.start(Stage.SERVICES);
            supervisor.awaitReady(MAX, Stage.SERVICES);
            Thread.sleep(400); // Several liveness checks have succeeded by now.
            assertThat(supervisor.view().get("one").restarts()).isZero();
            alive.set(false);
            await().atMost(MAX).until(() -> supervisor.view().get("one").restarts() == 1);
            alive.set(true);
            supervisor.awaitReady(MAX, Stage.SERVICES);
            assertThat(shown.toString()).contains("was silent 3 times in succession, killed");
        } finally {
            health.stop(0);
        }
    }

    @Test
    void stopsTheStagesBackwards() throws Exception {
        String trap = "trap 'echo %s >> stops; exit 0' TERM; echo up; while :; do sleep 0.05; done";
        Supervisor supervisor =
                supervisor(
                        shell("store", Stage.FOUNDATION, trap.formatted("store")),
                        shell("order", Stage.SERVICES, trap.formatted("order")),
                        shell("gateway", Stage.GATE, trap.formatted("gateway")));
        supervisor.start(Stage.values());
        supervisor.awaitReady(MAX, Stage.values());
        List<Long> pids = supervisor.view().values().stream().map(Child.View::pid).toList();

        supervisor.stop();

        assertThat(Files.readAllLines(folder.resolve("stops")))
                .containsExactly("gateway", "order", "store");
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void killsProcessesThatDoNotStopInTime() throws Exception {
        Supervisor supervisor =
                supervisor(
                        shell(
                                "deaf",
                                Stage.SERVICES,
                                "trap '' TERM; echo up; while :; do sleep 0.05; done"));
        supervisor.start(Stage.SERVICES);
        supervisor.awaitReady(MAX, Stage.SERVICES);
        long pid = supervisor.view().get("deaf").pid();

        supervisor.stop();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(shown.toString()).contains("does not stop within 1.0 s, killed");
    }

    @Test
    void givesUpOnFailingProcessesAndReportsTheirOutput() {
        Supervisor supervisor =
                supervisor(shell("bad", Stage.SERVICES, "echo no key given; exit 3"));
        supervisor.start(Stage.SERVICES);

        assertThatThrownBy(() -> supervisor.awaitReady(MAX, Stage.SERVICES))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("bad cannot be started")
                .hasMessageContaining("no key given");
        assertThat(shown.toString()).contains("ended (3), given up after 3 tries");
    }

    @Test
    void namesProcessesThatAreNotReadyInTime() {
        Supervisor supervisor = supervisor(shell("slow", Stage.SERVICES, "exec sleep 60"));
        supervisor.start(Stage.SERVICES);

        assertThatThrownBy(() -> supervisor.awaitReady(Duration.ofSeconds(1), Stage.SERVICES))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("slow is not ready after 1 s");
    }

    @Test
    void terminalSignalsDoNotReachChildren() throws Exception {
        Supervisor supervisor = supervisor(shell("one", Stage.SERVICES, "echo up; exec sleep 60"));
        supervisor.start(Stage.SERVICES);
        supervisor.awaitReady(MAX, Stage.SERVICES);
        long pid = supervisor.view().get("one").pid();

        for (String signal : List.of("-INT", "-HUP")) {
            new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
        }

        Thread.sleep(300);
        assertThat(supervisor.view().get("one").pid()).isEqualTo(pid);
        assertThat(supervisor.view().get("one").restarts()).isZero();
    }

    private ProcessSpec shell(String name, Stage stage, String script) {
        String inFolder = "cd '" + folder + "'; " + script;
        return new ProcessSpec(
                name,
                stage,
                0,
                0,
                () -> List.of("/bin/sh", "-c", inFolder),
                Map.of(),
                new Ready.Line("up"));
    }

    private Supervisor supervisor(ProcessSpec... specs) {
        Console console = new Console(new PrintStream(shown, true), false);
        Supervisor supervisor =
                new Supervisor(List.of(specs), LIMITS, folder.resolve("logs"), console, () -> {});
        started.add(supervisor);
        return supervisor;
    }
}
