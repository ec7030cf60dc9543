package io.keyway.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.ContractJson;
import io.keyway.kit.KitProperties;
import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** The one call that accepts larger bodies than the others. */
class LargeBodiesTest {

    private static final String LARGE = "/api/v1/batches";

    private final AtomicInteger passed = new AtomicInteger();
    private final RequestBodyFilter filter =
            new RequestBodyFilter(
                    new KitProperties.Http(
                            DataSize.ofBytes(100),
                            2,
                            20,
                            8,
                            100,
                            10,
                            Duration.ofMillis(50),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(6),
                            50,
                            200,
                            Duration.ofHours(48),
                            Duration.ofSeconds(35),
                            10,
                            new KitProperties.Large(LARGE, DataSize.ofBytes(1000), 10, 50, 1)),
                    new RequestSlots(10),
                    new ProblemWriter(ContractJson.mapper()));

    @Test
    void onlyTheConfiguredPathAcceptsALargerBodyUpToItsLimit() throws Exception {
        assertThat(post(LARGE, body(1000)).getStatus()).isEqualTo(200);
        assertThat(post(LARGE, body(1001)).getStatus()).isEqualTo(413);
        assertThat(post("/api/v1/notes", body(100)).getStatus()).isEqualTo(200);
        assertThat(post("/api/v1/notes", body(101)).getStatus()).isEqualTo(413);
        assertThat(post(LARGE + "/x", body(101)).getStatus()).isEqualTo(413);
        MockHttpServletResponse other = new MockHttpServletResponse();
        filter.doFilter(request("PUT", LARGE, body(101)), other, this::pass);
        assertThat(other.getStatus()).isEqualTo(413);
        assertThat(passed).hasValue(2);
    }

    @Test
    void itAcceptsLongerListsToo() throws Exception {
        assertThat(post(LARGE, "[1,2,3,4,5,6,7,8,9,10]").getStatus()).isEqualTo(200);
        assertThat(post(LARGE, "[1,2,3,4,5,6,7,8,9,10,11]").getStatus()).isEqualTo(400);
        assertThat(post("/api/v1/notes", "[1,2,3]").getStatus()).isEqualTo(400);
    }

    @Test
    void fewLargeBodiesAreReadAtOnceAndSmallOnesDoNotWait() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread first =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        filter.doFilter(
                                                request("POST", LARGE, body(500)),
                                                new MockHttpServletResponse(),
                                                (request, response) -> {
                                                    inside.countDown();
                                                    await(leave);
                                                });
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        inside.await();

        assertThat(post(LARGE, body(500)).getStatus()).isEqualTo(503);
        assertThat(post(LARGE, body(90)).getStatus()).isEqualTo(200);
        leave.countDown();
        first.join();
        assertThat(post(LARGE, body(500)).getStatus()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private MockHttpServletResponse post(String path, String body) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain chain = this::pass;
        filter.doFilter(request("POST", path, body), response, chain);
        return response;
    }

    private void pass(Object request, Object response) {
        passed.incrementAndGet();
    }

    private static MockHttpServletRequest request(String method, String path, String body) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setContentType("application/json");
        request.setContent(body.getBytes());
        return request;
    }

    private static String body(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }
}
