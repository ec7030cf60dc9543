package io.keyway.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keyway.gateway.TestSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** The client against a service that answers one request of each connection and then ends it. */
class UpstreamClientTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final UpstreamConfiguration configuration = new UpstreamConfiguration();
    private final CloseableHttpClient client =
            configuration.upstreamClient(
                    TestSettings.with(
                            Map.of(
                                    "upstream.connections-max", "1",
                                    "upstream.connection-wait", "200ms",
                                    "upstream.read-timeout", "1s")));
    private ServerSocket service;

    UpstreamClientTest() throws IOException {
        service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        service.close();
    }

    @Test
    void aGetIsSentAgainWhenItsConnectionHasEnded() throws IOException {
        assertThat(call(HttpMethod.GET, "/a")).isEqualTo(200);
        assertThat(call(HttpMethod.GET, "/b")).isEqualTo(200);
        assertThat(requests)
                .containsExactly("GET /a HTTP/1.1", "GET /b HTTP/1.1", "GET /b HTTP/1.1");
    }

    @Test
    void nothingElseIsSentAgain() throws IOException {
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)) {
            assertThat(call(HttpMethod.GET, "/a")).isEqualTo(200);
            requests.clear();
            assertThatThrownBy(() -> call(method, "/b")).isInstanceOf(IOException.class);
            assertThat(requests).containsExactly(method + " /b HTTP/1.1");
        }
    }

    @Test
    void aCallBeyondTheConnectionsWaitsAndIsThenRefused() throws IOException {
        try (ClientHttpResponse open = open(HttpMethod.GET, "/a")) {
            assertThat(open.getStatusCode().value()).isEqualTo(200);
            assertThatThrownBy(() -> call(HttpMethod.GET, "/b")).isInstanceOf(IOException.class);
        }
        assertThat(requests).containsExactly("GET /a HTTP/1.1");
    }

    @Test
    void itAddsNoHeaderThatNamesItself() throws IOException {
        ClientHttpRequest request =
                configuration.upstreams(client).createRequest(uri("/headers"), HttpMethod.GET);
        try (ClientHttpResponse answer = request.execute()) {
            assertThat(new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContainIgnoringCase("user-agent")
                    .doesNotContainIgnoringCase("accept-encoding")
                    .doesNotContainIgnoringCase("transfer-encoding");
        }
    }

    private int call(HttpMethod method, String path) throws IOException {
        try (ClientHttpResponse answer = open(method, path)) {
            answer.getBody().readAllBytes();
            return answer.getStatusCode().value();
        }
    }

    private ClientHttpResponse open(HttpMethod method, String path) throws IOException {
        return configuration.upstreams(client).createRequest(uri(path), method).execute();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.getLocalPort() + path);
    }

    private void serve() {
        while (!service.isClosed()) {
            try {
                Socket connection = service.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException ended) {
                return;
            }
        }
    }

    /** Answers the first request; reads the second one and ends the connection. */
    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
            String head = head(in);
            byte[] body = head.getBytes(StandardCharsets.UTF_8);
            connection
                    .getOutputStream()
                    .write(
                            ("HTTP/1.1 200 OK\r\nContent-Length: "
                                            + body.length
                                            + "\r\n\r\n"
                                            + head)
                                    .getBytes(StandardCharsets.UTF_8));
            head(in);
        } catch (IOException ended) {
            // The client has ended it.
        }
    }

    private String head(BufferedReader in) throws IOException {
        StringBuilder head = new StringBuilder();
        String line = in.readLine();
        if (line != null) {
            requests.add(line);
        }
        while (line != null && !line.isEmpty()) {
            head.append(line).append('\n');
            line = in.readLine();
        }
        return head.toString();
    }
}
