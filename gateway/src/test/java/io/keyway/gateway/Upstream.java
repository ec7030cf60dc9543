package io.keyway.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Identity;
import io.keyway.contracts.access.ScopeAssertion;
import io.keyway.contracts.id.CredentialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A fake of all services: records requests, and answers identities as partner-service does. */
final class Upstream {

    static final byte[] MASTER = new byte[32];

    /** A request body that makes the service answer with its container's error page. */
    static final String BREAKS = "\"break\"";

    /** A request body whose answer ends after so many of its announced bytes. */
    static final String CUT_OFF_AFTER = "cut off after ";

    record Seen(String method, String uri, Map<String, List<String>> headers, String body) {

        /** The caller that the gateway's assertion for this service names. */
        Optional<Caller> caller(String service) {
            String assertion = headers.getOrDefault("Keyway-scope", List.of("")).getFirst();
            return ScopeAssertion.verify(
                            assertion,
                            service,
                            ScopeAssertion.serviceKey(MASTER, service),
                            Instant.now())
                    .map(ScopeAssertion.Verified::caller);
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final Map<CredentialId, Identity> identities = new ConcurrentHashMap<>();

    /** The token that a sign-in of a browser gets. */
    volatile String session = "";

    private final HttpServer server;

    Upstream() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    static String masterKey() {
        return Base64.getEncoder().encodeToString(MASTER);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.startsWith("/internal/identities/")) {
            Identity identity =
                    identities.get(new CredentialId(path.substring(path.lastIndexOf('/') + 1)));
            reply(
                    exchange,
                    identity == null ? 404 : 200,
                    identity == null ? "" : ContractJson.mapper().writeValueAsString(identity));
            return;
        }
        seen.add(
                new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(body, StandardCharsets.UTF_8)));
        if (path.equals("/api/v1/session") && exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().add("Keyway-Session", session);
        }
        if (new String(body, StandardCharsets.UTF_8).equals(BREAKS)) {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write("<html>Exception</html>".getBytes());
            exchange.close();
            return;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.startsWith(CUT_OFF_AFTER)) {
            cutOff(exchange, Integer.parseInt(text.substring(CUT_OFF_AFTER.length())));
            return;
        }
        exchange.getResponseHeaders().add("Set-Cookie", "smuggled=by-a-service");
        reply(exchange, 200, "{\"ok\":true}");
    }

    private static void cutOff(HttpExchange exchange, int bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(202, bytes + 1L);
        exchange.getResponseBody().write(new byte[bytes]);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("ETag", "\"7\"");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
