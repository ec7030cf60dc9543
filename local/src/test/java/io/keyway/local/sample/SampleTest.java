package io.keyway.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.keyway.local.client.RetryingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    private static final Duration RETRY_WITHIN = Duration.ofSeconds(20);

    @TempDir Path folder;

    private final List<String> shown = new CopyOnWriteArrayList<>();
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
        List<Step> steps = List.of(vendorJoins(), vendorHasAProduct());

        sample().play(steps);
        sample().play(steps);

        assertThat(received)
                .containsExactly(
                        "POST /api/v1/partners sample-1-1",
                        "POST /api/v1/partners/prt_1/activate sample-1-2",
                        "POST /api/v1/products?vendor=prt_1 sample-2-1");
        assertThat(shown).containsExactly("1/2  A vendor joins: prt_1", "2/2  It has a product");
        assertThat(folder.resolve("sample.done")).exists();
    }

    @Test
    void repeatsACutStepWithTheSameKeys() throws Exception {
        Step cut =
                new Step(
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
    void waitsWhileAServiceIsUnavailable() throws Exception {
        refusals.set(3);

        sample().play(List.of(vendorHasAName()));

        assertThat(received).hasSize(4).containsOnly("POST /api/v1/partners sample-1-1");
    }

    @Test
    void doesNotWaitForEver() {
        refusals.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> sample(Duration.ofMillis(300)).play(List.of(vendorHasAName())))
                .isInstanceOf(RetryingClient.CallFailed.class)
                .hasMessageContaining("503");
    }

    @Test
    void doesNotRepeatFinalRefusals() {
        refusal = 422;
        refusals.set(1);

        assertThatThrownBy(() -> sample().play(List.of(vendorHasAName())))
                .isInstanceOf(RetryingClient.CallFailed.class)
                .hasMessageContaining("422")
                .extracting(problem -> ((RetryingClient.CallFailed) problem).status())
                .isEqualTo(422);
        assertThat(received).hasSize(1);
    }

    private Sample sample() {
        return sample(RETRY_WITHIN);
    }

    private Sample sample(Duration retryWithin) {
        RetryingClient api =
                new RetryingClient(
                        "http://127.0.0.1:%d/api/v1/".formatted(gateway.getAddress().getPort()),
                        new RetryingClient.Limits(
                                Duration.ofMillis(10), retryWithin, Duration.ofSeconds(5)));
        return new Sample(api, folder.resolve("sample.done"), shown::add);
    }

    private static Step vendorJoins() {
        return new Step(
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

    private static Step vendorHasAProduct() {
        return new Step(
                "It has a product",
                play -> {
                    play.post("token", "products?vendor=" + play.recall("vendor"), Map.of());
                    return "";
                });
    }

    private static Step vendorHasAName() {
        return new Step(
                "It has a name", play -> play.post("", "partners", Map.of()).get("id").asString());
    }
}
