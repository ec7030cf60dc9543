package io.keyway.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sends requests that no HTTP library sends: the request line and headers byte by byte as given.
 */
final class RawHttp {

    private static final int ANSWER_WITHIN_MILLIS = 60_000;

    private final String host;
    private final int port;

    RawHttp(String url) {
        URI uri = URI.create(url);
        this.host = uri.getHost();
        this.port = uri.getPort();
    }

    /**
     * An answer.
     *
     * @param headers by name, in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * Sends a request.
     *
     * @param target path and query as in the request line
     */
    Answer send(String method, String target, List<String> headers, Optional<byte[]> body)
            throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + target + " HTTP/1.1");
        lines.add("Host: " + host + ":" + port);
        lines.add("Connection: close");
        lines.addAll(headers);
        body.ifPresent(bytes -> lines.add("Content-Length: " + bytes.length));
        for (String line : lines) {
            request.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        body.ifPresent(request::writeBytes);
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        String head = head(in);
        while (head.startsWith("HTTP/1.1 100")) {
            head = head(in); // After "100 Continue" the real head follows.
        }
        String[] lines = head.split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body =
                "chunked".equals(headers.get("transfer-encoding"))
                        ? chunks(in)
                        : in.readNBytes(
                                Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                size.append((char) next);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            body.writeBytes(in.readNBytes(length));
            in.readNBytes(2);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }
}
