package io.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Malformed and endless requests, sent byte by byte. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class EdgeTest {

    private static final Upstream UPSTREAM = new Upstream();
    private static final String VALIDATE = "/api/v1/licenses/validate";

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("KEYWAY_SCOPE_MASTER_KEY", Upstream::masterKey);
        registry.add(
                "KAFKA_BROKERS", () -> "localhost:1"); // No request of this test needs the view.
        registry.add("management.server.port", () -> 0);
        registry.add("keyway.gateway.clients.head-within", () -> "1s");
        registry.add("keyway.gateway.clients.body-within", () -> "1s");
        for (String service : List.of("PARTNER", "ORDER", "LICENSE", "USAGE")) {
            registry.add(service + "_SERVICE_URL", UPSTREAM::url);
        }
    }

    @LocalServerPort private int port;

    private record Answer(String head, String body) {

        int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        void isProblem(int... statuses) {
            assertThat(statuses).as(head + body).contains(status());
            String headers = head.toLowerCase(Locale.ROOT);
            assertThat(headers)
                    .contains(
                            "content-type: application/problem+json",
                            "x-content-type-options: nosniff",
                            "content-security-policy: default-src 'none'",
                            "referrer-policy: same-origin",
                            "strict-transport-security: max-age=31536000")
                    .doesNotContain("server:", "tomcat");
            String json = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1);
            assertThat(ContractJson.mapper().readTree(json).path("code").asString()).isNotEmpty();
            assertThat(body).doesNotContain("<", "Exception", "tomcat");
        }
    }

    @BeforeEach
    void forget() {
        UPSTREAM.seen.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/licenses/%",
                "/api/v1/licenses/%zz",
                "/api/v1/x%2fy",
                "/api/v1/x%5cy",
                "/api/v1/%00",
                "/api/v1/;a=b",
                "/api/v1/a\"b",
                "/api/v1/é",
                "/nothing/here.txt",
                "/internal/openapi",
                "api"
            })
    void aPathThatIsNoneIsAProblem(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .isProblem(400, 404);
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void aLongPathIsAProblem() throws IOException {
        get("/api/v1" + "/a".repeat(1_500)).isProblem(404);
        get("/.well-known/" + "a".repeat(3_000)).isProblem(404);
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1",
                "a=1&=2",
                "q=%",
                "q=%zz",
                "q=%0",
                "q=%00",
                "%00=1",
                "q=%ed%a0%80",
                "q=%ff",
                "q=%ef%bf%bf",
                "q=%1b"
            })
    void aQueryThatCanBeReadInMoreThanOneWayIsRefused(String query) throws IOException {
        Answer answer = get("/.well-known/keyway-keys?" + query);
        answer.isProblem(400);
        assertThat(answer.body()).contains("\"invalidFields\":[{\"field\":");
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @Test
    void parametersHaveABound() throws IOException {
        assertThat(get("/.well-known/keyway-keys?" + "a=1&".repeat(49) + "b=%F0%9F%91%8D").status())
                .isEqualTo(200);
        get("/.well-known/keyway-keys?" + "a=1&".repeat(50) + "b=1").isProblem(400);
        get("/.well-known/keyway-keys?" + "a=1&".repeat(1_500)).isProblem(400);
        assertThat(UPSTREAM.seen).hasSize(1);
    }

    @Test
    void headersHaveABound() throws IOException {
        send("GET /.well-known/keyway-keys HTTP/1.1\r\nHost: localhost\r\nX: "
                        + "x".repeat(9_000)
                        + "\r\n\r\n")
                .isProblem(400, 431);
        send("GET /.well-known/keyway-keys HTTP/1.1\r\nHost: localhost\r\nX: a\u0001b\r\n\r\n")
                .isProblem(400);
        send("GET /.well-known/keyway-keys HTTP/1.1\r\n\r\n").isProblem(400);
        send("G\u0001T / HTTP/1.1\r\nHost: localhost\r\n\r\n").isProblem(400);
        send("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n").isProblem(400, 505);
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/*",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; charset=nope",
                "nope",
                "/"
            })
    void aBodyThatIsNotTextInUtf8IsRefused(String contentType) throws IOException {
        post(contentType, "{}").isProblem(415);
        assertThat(UPSTREAM.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "application/json;charset=\"utf-8\""
            })
    void aBodyInUtf8IsPassedOn(String contentType) throws IOException {
        assertThat(post(contentType, "{\"key\":\"é\"}").status()).isEqualTo(200);
        assertThat(UPSTREAM.seen.getFirst().body()).isEqualTo("{\"key\":\"é\"}");
        assertThat(UPSTREAM.seen.getFirst().headers().get("Keyway-deadline"))
                .containsExactly("30000");
    }

    @Test
    void anErrorOfAServicesContainerIsReplacedByAProblem() throws IOException {
        post("application/json", Upstream.BREAKS).isProblem(500);
    }

    @Test
    void anAnswerWhoseServiceEndsBeforeAnyOfItWasSentIsUnavailable() throws Exception {
        Answer answer = cutOffAfter(10);
        answer.isProblem(503);
        assertThat(answer.head()).contains("Retry-After: 1").doesNotContain("Content-Length: 11");
    }

    @Test
    void anAnswerWhoseServiceEndsInTheMiddleIsBrokenOff() throws Exception {
        Answer answer = cutOffAfter(100_000);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.head()).contains("Content-Length: 100001");
        assertThat(answer.body()).hasSizeLessThan(100_001);
    }

    private Answer cutOffAfter(int bytes) throws IOException {
        return post("text/plain", Upstream.CUT_OFF_AFTER + bytes);
    }

    @Test
    void aLicenseKeyIsPassedOnWithReportedUsageAndForBalancesOnly() throws IOException {
        assertThat(withKey("POST", "/api/v1/events", "License KEY 1").status()).isEqualTo(200);
        Upstream.Seen seen = UPSTREAM.seen.getFirst();
        assertThat(seen.headers().get("Keyway-license-key")).containsExactly("KEY 1");
        assertThat(seen.headers()).doesNotContainKey("Authorization");
        assertThat(seen.caller("usage-service"))
                .hasValueSatisfying(caller -> assertThat(caller.role()).isEqualTo(Role.ANONYMOUS));

        assertThat(withKey("GET", "/api/v1/balances", "License KEY 1").status()).isEqualTo(200);
        assertThat(UPSTREAM.seen.getLast().headers().get("Keyway-license-key"))
                .containsExactly("KEY 1");

        withKey("GET", "/api/v1/licenses", "License KEY 1").isProblem(401);
        withKey("GET", "/api/v1/quotas", "License KEY 1").isProblem(401);
        withKey("GET", "/api/v1/usage", "License KEY 1").isProblem(401);
        withKey("POST", "/api/v1/meters", "License KEY 1").isProblem(401);
        withKey("POST", "/api/v1/events", "Licence KEY 1").isProblem(401);
        assertThat(UPSTREAM.seen).hasSize(2);
    }

    /** The client's own header of that name is dropped like any other. */
    private Answer withKey(String method, String path, String authorization) throws IOException {
        return send(
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nKeyway-License-Key: forged\r\nAuthorization: "
                        + authorization
                        + "\r\nContent-Length: 2\r\n\r\n{}");
    }

    @Test
    void headersThatTrickleInAreCutOff() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes());
            await().until(() -> isCutOff(socket));
        }
        assertThat(get("/.well-known/keyway-keys").status()).isEqualTo(200);
    }

    @Test
    void aBodyThatTricklesInIsCutOff() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(
                            ("POST "
                                            + VALIDATE
                                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                                    .getBytes());
            Thread trickle =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            while (true) {
                                                Thread.sleep(200);
                                                socket.getOutputStream().write(' ');
                                            }
                                        } catch (IOException | InterruptedException ended) {
                                            // The gateway has closed the connection.
                                        }
                                    });
            read(socket).isProblem(408);
            trickle.interrupt();
        }
        assertThat(UPSTREAM.seen).isEmpty();
    }

    /** Sends one more byte and checks that the connection was closed. */
    private static boolean isCutOff(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    private Answer get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private Answer post(String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                "POST "
                        + VALIDATE
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                        + contentType
                        + "\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n"
                        + body);
    }

    private Answer send(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return read(socket);
        }
    }

    private static Answer read(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = all.split("\r\n\r\n", 2);
        return new Answer(parts[0], parts.length > 1 ? parts[1] : "");
    }
}
