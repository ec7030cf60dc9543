package io.keyway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

    private static final Api.Patience PATIENCE =
            new Api.Patience(Duration.ofMillis(10), Duration.ofMillis(300), Duration.ofSeconds(5));

    @TempDir Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusal = 503;
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext(
                "/",
                exchange -> {
                    boolean refuse = refusals.getAndDecrement() > 0;
                    received.add(
                            "%s %s %s"
                                    .formatted(
                                            exchange.getRequestMethod(),
                                            exchange.getRequestURI(),
                                            exchange.getRequestHeaders()
                                                    .getFirst("Idempotency-Key")));
                    byte[] body = "{\"id\":\"prt_1\"}".getBytes();
                    exchange.sendResponseHeaders(refuse ? refusal : 201, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void playsEachStepOnceAndShowsIt() throws Exception {
        List<Sample.Step> steps = List.of(vendorJoins(), vendorHasAProduct());

        sample().play(steps);
        sample().play(steps);

        assertThat(received)
                .containsExactly(
                        "POST /api/v1/partners sample-1-1",
                        "POST /api/v1/partners/prt_1/activate sample-1-2",
                        "POST /api/v1/products?vendor=prt_1 sample-2-1");
        assertThat(shown.toString())
                .contains("sample  | 1/2  A vendor joins: prt_1")
                .contains("sample  | 2/2  It has a product");
        assertThat(folder.resolve("sample.done")).exists();
    }

    @Test
    void repeatsACutStepWithTheSameKeys() throws Exception {
        Sample.Step cut =
                step(
                        "cut",
                        play -> {
                            throw new IllegalStateException("killed");
                        });
        assertThatThrownBy(() -> sample().play(List.of(vendorJoins(), cut))).hasMessage("killed");
        assertThat(folder.resolve("sample.done")).doesNotExist();
        List<String> first = List.copyOf(received);
        received.clear();

        sample().play(List.of(vendorJoins()));

        assertThat(received).isEqualTo(first);
        assertThat(Files.exists(folder.resolve("sample.done"))).isTrue();
    }

    @Test
    void waitsWhileAServiceIsAway() throws Exception {
        refusals.set(3);

        sample().play(List.of(vendorHasAName()));

        assertThat(received).hasSize(4).containsOnly("POST /api/v1/partners sample-1-1");
    }

    @Test
    void doesNotWaitForEver() {
        refusals.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> sample().play(List.of(vendorHasAName())))
                .isInstanceOf(Api.Refused.class)
                .hasMessageContaining("503");
    }

    @Test
    void doesNotRepeatWhatIsRefusedForGood() {
        refusal = 422;
        refusals.set(1);

        assertThatThrownBy(() -> sample().play(List.of(vendorHasAName())))
                .isInstanceOf(Api.Refused.class)
                .hasMessageContaining("422")
                .extracting(problem -> ((Api.Refused) problem).status())
                .isEqualTo(422);
        assertThat(received).hasSize(1);
    }

    private Sample sample() {
        URI base =
                URI.create("http://127.0.0.1:%d/api/v1/".formatted(gateway.getAddress().getPort()));
        return new Sample(
                new Api(base, PATIENCE),
                folder.resolve("sample.done"),
                new Console(new PrintStream(shown, true), false));
    }

    private static Sample.Step vendorJoins() {
        return step(
                "A vendor joins",
                play -> {
                    String id =
                            play.post("token", "partners", Map.of("name", "Acme"))
                                    .get("id")
                                    .asString();
                    play.post("token", "partners/" + id + "/activate", Map.of());
                    play.remember("vendor", id);
                    return id;
                });
    }

    private static Sample.Step vendorHasAProduct() {
        return step(
                "It has a product",
                play -> {
                    play.post("token", "products?vendor=" + play.recall("vendor"), Map.of());
                    return "";
                });
    }

    private static Sample.Step vendorHasAName() {
        return step(
                "It has a name", play -> play.post("", "partners", Map.of()).get("id").asString());
    }

    private interface Body {
        String play(Sample.Play play) throws InterruptedException;
    }

    private static Sample.Step step(String title, Body body) {
        return new Sample.Step() {
            @Override
            public String title() {
                return title;
            }

            @Override
            public String play(Sample.Play play) throws InterruptedException {
                return body.play(play);
            }
        };
    }
}
