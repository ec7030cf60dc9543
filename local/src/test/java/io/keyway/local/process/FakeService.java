package io.keyway.local.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A fake service that keeps the contract of docs/processes.md and answers its environment. */
public final class FakeService {

    private FakeService() {}

    public static void main(String[] args) throws IOException {
        System.out.println("2026-01-01T00:00:00Z  INFO fake service starts");
        listen("SERVER_PORT", "/environment", environment());
        listen("MANAGEMENT_PORT", "/actuator/health", "{\"status\":\"UP\"}");
    }

    private static void listen(String port, String path, String answer) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv(port))),
                        0);
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        server.start();
    }

    private static String environment() {
        StringBuilder lines = new StringBuilder();
        System.getenv().forEach((key, value) -> lines.append(key + "=" + value + "\n"));
        return lines.toString();
    }

    /** Creates a checkout in which every service's jar is this one. */
    public static void packageAs(Path home, List<String> services) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        for (String service : services) {
            Path target = Files.createDirectories(home.resolve(service).resolve("target"));
            Path jar = target.resolve(service + "-0.1.0-SNAPSHOT.jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                    var code = FakeService.class.getClassLoader().getResourceAsStream(entry)) {
                out.putNextEntry(new JarEntry(entry));
                code.transferTo(out);
            }
        }
    }
}
